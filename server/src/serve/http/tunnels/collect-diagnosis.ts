import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import type { StoredEvent } from '../../../core/classify/describe-event.js';
import { diagnoseRange } from '../../../core/diagnose/diagnose-range.js';
import { PAGE_LIMITS } from '../../../core/diagnose/diagnosis-limits.js';
import { type Drop, NO_MESSAGE_ID } from '../../../core/diagnose/drop.js';
import { dropNumbersOfLine } from '../../../core/diagnose/drop-reader.js';
import { type CryptoTime, cryptoTimeOf } from '../../../core/diagnose/tunnel-fold.js';
import type { StoredFilter } from '../../../store/queries.js';
import type { ApiContext } from '../api-context.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { CRYPTO_IDS, MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { storedFilter } from '../as-of.js';

const PAGE = 1000;

/** A tunnel and a time, epoch ms. */
export interface TunnelTime {
  gateway: string;
  matchkey: string;
  from: number;
  to: number;
  /** As it was at a past time, epoch ms; undefined for now. */
  at?: number | undefined;
}

/** Reads the events of a tunnel within a time range and diagnoses them. */
export async function collectDiagnosis(
  { gateway, matchkey, from, to, at }: TunnelTime,
  { reader, diagnosis }: Pick<ApiContext, 'reader' | 'diagnosis'>,
): Promise<TunnelDiagnosis> {
  const filter = await storedFilter(reader, { gateway, matchkey, from, to, at });
  const drops = await readDrops(reader, filter, PAGE_LIMITS.events);
  const events = drops.length < PAGE_LIMITS.events ? drops.length : await reader.countEvents(filter);
  const last = drops.at(-1)?.time ?? to;
  const { asOf } = filter;
  const ofGateway = asOf === undefined ? { gateway } : { gateway, asOf };
  const neighbours = needsNeighbours(drops, diagnosis)
    ? ofOthers(await replayDropsOf(reader, { ...ofGateway, to }), matchkey)
    : [];
  const cryptoTunnels = await cryptoTunnelsOf({ reader, diagnosis }, ofGateway, cryptoTimeOf(last, diagnosis));
  return diagnoseRange({ from, to, events, drops, neighbours, cryptoTunnels }, diagnosis);
}

/** A gateway, as it is now or was at a past time. */
export type OfGateway = Pick<StoredFilter, 'gateway' | 'asOf'>;

/** The newest drops that match, the oldest first; at most so many, in whole pages. */
export async function readDrops(reader: ApiContext['reader'], filter: StoredFilter, most: number): Promise<Drop[]> {
  const drops: Drop[] = [];
  let cursor: string | undefined;
  while (drops.length < most) {
    const page = await reader.listEvents(filter, Math.min(PAGE, most), cursor);
    for (const event of page.events) addDrops(drops, event, most);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  // They arrive newest first.
  return drops.reverse();
}

/** A drop and the tunnel that it is of. */
export interface DropOfTunnel {
  matchkey: string;
  drop: Drop;
}

/**
 * The newest replay drops of a gateway: its software names the same edge of the window for all tunnels, so that others
 * tell what a tunnel's own do not.
 */
export async function replayDropsOf(reader: ApiContext['reader'], ofGateway: StoredFilter): Promise<DropOfTunnel[]> {
  const filter = { ...ofGateway, messageId: MESSAGE_ID.antiReplayFailed };
  const { events } = await reader.listEvents(filter, PAGE_LIMITS.neighbours, undefined);
  return events.flatMap((event) => {
    const { subject } = event;
    return subject.kind === 'tunnel' ? [{ matchkey: subject.matchkey, drop: dropOf(event) }] : [];
  });
}

/** The drops of other tunnels. */
export function ofOthers(drops: readonly DropOfTunnel[], matchkey: string): Drop[] {
  return drops.flatMap((one) => (one.matchkey === matchkey ? [] : [one.drop]));
}

/** False where the edge is configured, and where no drop of the tunnel depends on it. */
export function needsNeighbours(drops: readonly Drop[], { windowbase }: DiagnosisSettings): boolean {
  return windowbase === 'auto' && drops.some(({ messageId }) => messageId === MESSAGE_ID.antiReplayFailed);
}

/** Tunnels of a gateway on which encryption or decryption failed within a time range. */
export async function cryptoTunnelsOf(
  { reader, diagnosis }: Pick<ApiContext, 'reader' | 'diagnosis'>,
  ofGateway: OfGateway,
  { from, to }: CryptoTime,
): Promise<number> {
  const top = Math.max(PAGE_LIMITS.cryptoTunnels, diagnosis.leastTunnels);
  // The last millisecond is included.
  const stepMs = to + 1 - from;
  const groups = await Promise.all(
    CRYPTO_IDS.map((messageId) =>
      reader.series({
        filter: { ...ofGateway, messageId },
        by: 'tunnel',
        top,
        from,
        stepMs,
        buckets: 1,
      }),
    ),
  );
  return new Set(groups.flat().flatMap(({ matchkey, total }) => (matchkey === null || total === 0 ? [] : [matchkey])))
    .size;
}

/** A folded line is as many drops of the same number. */
function addDrops(drops: Drop[], event: StoredEvent, most: number): void {
  const drop = dropOf(event);
  const room = most - drops.length;
  for (let repeats = Math.min(event.repeats, room); repeats > 0; repeats--) drops.push(drop);
}

function dropOf({ seq, time, messageId, raw }: StoredEvent): Drop {
  const id = messageId ?? NO_MESSAGE_ID;
  const line = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return { seq, time, messageId: id, ...dropNumbersOfLine(line, time, id) };
}
