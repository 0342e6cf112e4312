/**
 * The address of an alert's page; that of the list for a test, which is about none (number 0).
 * @param publicUrl where people open the pages, with a slash at its end; null where that is not known
 */
export function alertLink(publicUrl: string | null, alertId: number): string | null {
  if (publicUrl === null) return null;
  return alertId === 0 ? `${publicUrl}alerts` : `${publicUrl}alerts/${String(alertId)}`;
}
