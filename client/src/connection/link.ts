/** The state of the link to the server. `since` is by this computer's clock, epoch milliseconds. */
export type Link =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'disconnected'; readonly since: number; readonly reason: string };
