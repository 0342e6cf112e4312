/**
 * A verdict comes from one fold over drops in order (`TunnelFold`), live and on the page of a tunnel. Where the two still
 * differ, it is for one of these reasons and no other:
 *
 * - Order: live drops are folded as they arrive, stored ones by their stamps. A live verdict cannot wait for stragglers.
 * - Start: live drops are those since the server was started and since the tunnel was last quiet for a whole span; those
 *   of the past (`alerts.pastAfterMinutes`) are left out. A page takes the range it is asked for, and half spans begin at
 *   its first drop.
 * - Keeping: a live verdict stays while it explains nearly as much as the first one, so that lists do not flicker
 *   (`keptVerdict`). A page names the first one.
 * - Evidence of the gateway, which both pool over its tunnels: live all of it since the start, on a page what the newest
 *   drops tell.
 * - Bounds: the limits below.
 */
export const LIVE_LIMITS = {
  /**
   * Maximum number of drops diagnosed per second: 4 to 8 % of a core, by the machine. Beyond it a flood has the same causes
   * in its first drops of each second as in the others, and reading must not wait.
   */
  dropsPerSecond: 60_000,
  /** A line that has to be decoded takes as long as this many drops that are read from columns. */
  decodingCost: 10,
  /** Maximum number of tunnels followed at a time; forged names must not fill memory. */
  tunnels: 100_000,
  /** Maximum number of gateways whose evidence is kept; a sender may write any name into a line. */
  gateways: 20_000,
  /** Tunnels that are judged in one poll, and tunnels that are checked for whether they have gone quiet. */
  judgedPerPoll: 500,
  sweptPerPoll: 2000,
} as const;

/** Limits of what a page reads before it answers, since a user is waiting. */
export const PAGE_LIMITS = {
  /** Events of the tunnel, the newest. */
  events: 10_000,
  /** Drops of the gateway that are consulted for the edge, the newest. */
  neighbours: 1000,
  /** Tunnels of a gateway that are diagnosed over a time range, those with the most events, and the newest events of each. */
  gatewayTunnels: 50,
  gatewayTunnelEvents: 1000,
  /** Maximum number of counted tunnels with failed encryption or decryption, unless a setting requires more. */
  cryptoTunnels: 50,
} as const;
