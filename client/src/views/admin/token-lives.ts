/** How long a new token lasts, in days; null for ever. */
export const TOKEN_LIVES: readonly { readonly label: string; readonly days: number | null }[] = [
  { label: 'Never', days: null },
  { label: '30 days', days: 30 },
  { label: '90 days', days: 90 },
  { label: '1 year', days: 365 },
];
