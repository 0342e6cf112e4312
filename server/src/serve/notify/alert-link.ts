/**
 * The address of an alert's page; that of the list for a test, which is about no alert (number 0).
 * @param publicUrl URL of the pages, with a trailing slash; null when it is not known
 */
export function alertLink(publicUrl: string | null, alertId: number): string | null {
  if (publicUrl === null) return null;
  return alertId === 0 ? `${publicUrl}alerts` : `${publicUrl}alerts/${String(alertId)}`;
}
