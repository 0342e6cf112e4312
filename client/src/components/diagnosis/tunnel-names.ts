/** The identity of a tunnel. */
export interface TunnelNames {
  readonly gateway: string;
  readonly matchkey: string;
}
