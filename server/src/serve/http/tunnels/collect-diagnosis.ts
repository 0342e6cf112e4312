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
  const drops: Drop[] = [];
  let cursor: string | undefined;
  while (drops.length < PAGE_LIMITS.events) {
    const page = await reader.listEvents(filter, PAGE, cursor);
    for (const event of page.events) addDrops(drops, event);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  // They arrive newest first.
  drops.reverse();
  const events = drops.length < PAGE_LIMITS.events ? drops.length : await reader.countEvents(filter);
  const last = drops.at(-1)?.time ?? to;
  const { asOf } = filter;
  const ofGateway = asOf === undefined ? { gateway } : { gateway, asOf };
  const neighbours = await neighboursOf({ ofGateway, matchkey, to }, { reader, diagnosis }, drops);
  const cryptoTunnels = await cryptoTunnelsOf({ reader, diagnosis }, ofGateway, cryptoTimeOf(last, diagnosis));
  return diagnoseRange({ from, to, events, drops, neighbours, cryptoTunnels }, diagnosis);
}

/** A gateway, as it is now or was at a past time. */
type OfGateway = Pick<StoredFilter, 'gateway' | 'asOf'>;

/**
 * Drops of other tunnels of the gateway: its software names the same edge of the window for all of them. They are not
 * needed when the edge is configured, or when no drop of the tunnel itself depends on it.
 */
async function neighboursOf(
  { ofGateway, matchkey, to }: Pick<TunnelTime, 'matchkey' | 'to'> & { ofGateway: OfGateway },
  { reader, diagnosis }: Pick<ApiContext, 'reader' | 'diagnosis'>,
  drops: readonly Drop[],
): Promise<Drop[]> {
  if (diagnosis.windowbase !== 'auto' || !drops.some(({ messageId }) => messageId === MESSAGE_ID.antiReplayFailed))
    return [];
  const filter = { ...ofGateway, messageId: MESSAGE_ID.antiReplayFailed, to };
  const { events } = await reader.listEvents(filter, PAGE_LIMITS.neighbours, undefined);
  return events.filter(({ subject }) => subject.kind === 'tunnel' && subject.matchkey !== matchkey).map(dropOf);
}

/** Tunnels of a gateway on which encryption or decryption failed within a time range. */
async function cryptoTunnelsOf(
  { reader, diagnosis }: { reader: ApiContext['reader']; diagnosis: DiagnosisSettings },
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
function addDrops(drops: Drop[], event: StoredEvent): void {
  const drop = dropOf(event);
  const room = PAGE_LIMITS.events - drops.length;
  for (let repeats = Math.min(event.repeats, room); repeats > 0; repeats--) drops.push(drop);
}

function dropOf({ seq, time, messageId, raw }: StoredEvent): Drop {
  const id = messageId ?? NO_MESSAGE_ID;
  const line = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return { seq, time, messageId: id, ...dropNumbersOfLine(line, time, id) };
}
