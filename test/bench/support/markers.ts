/** Lines that can be found again at the other end, by a number that stands in them. */

export const MARKED_GATEWAY = 'stream-gw-1';
export const MARKED_TUNNEL = 'bench-tunnel';

/** The text by which an alert of a marked line is found; of a fixed width, since a page may put a number right behind. */
export const ALERT_MARK = /ipsec-mark-(\d{6})/g;
/** The text by which an event of a marked line is found: no other sequence number is so large. */
export const EVENT_MARK = /seqno=(77\d{13})/g;
/** The same in the text of a delta. */
export const EVENT_MARK_JSON = /"seqno":"(77\d{13})"/g;
const EVENT_MARK_BASE = 770_000_000_000_000;

/** A 1682, which opens an alert of its own for each number: many of one gateway would be folded into one. */
export function alertLine(mark: number): string {
  return line(`bench-gw-${String(mark)}`, 'prio=5 id=00001682 rev=1 event="Failed to remove dynamic route."', [
    'table=main network=198.51.100.0/28',
    `iface=ipsec-mark-${String(mark).padStart(6, '0')}`,
  ]);
}

/** A 278 of a tunnel that has no other events. */
export function eventLine(mark: number): string {
  return line(MARKED_GATEWAY, 'prio=2 id=00000278 rev=1 event="Anti-replay check failed." action=drop', [
    `seqno=${String(EVENT_MARK_BASE + mark)} windowbase=1300 windowsize=64`,
    `matchkey=${MARKED_TUNNEL}`,
  ]);
}

/** The number of a mark that was found in a text by one of the patterns above. */
export function markOf(found: string): number {
  const value = Number(found);
  return value >= EVENT_MARK_BASE ? value - EVENT_MARK_BASE : value;
}

function line(gateway: string, head: string, parameters: readonly string[]): string {
  return `<133>1 ${new Date().toISOString()} ${gateway} EFW - - - IPSEC: ${head} ${parameters.join(' ')}`;
}
