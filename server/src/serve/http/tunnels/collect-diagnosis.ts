import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import { describeEvent, type StoredEvent } from '../../../core/classify/describe-event.js';
import type { Catalogue } from '../../../core/classify/catalogue.js';
import { diagnoseRange } from '../../../core/diagnose/diagnose-range.js';
import { edgesOf } from '../../../core/diagnose/edge-evidence.js';
import { type Drop, dropNumbers } from '../../../core/diagnose/drop.js';
import type { StoredFilter } from '../../../store/queries.js';
import type { ApiContext } from '../api-context.js';
import { storedFilter } from '../as-of.js';

/** The newest events are looked at, so many of them at the most: a page waits for it. */
const MOST_EVENTS = 10_000;
const PAGE = 1000;
/** Tunnels whose crypto failed that are counted. */
const MOST_TUNNELS = 50;
const CRYPTO_IDS = [282, 572, 1057];
const REPLAY_ID = 278;
/** Drops of other tunnels that are asked for the edge, the newest. */
const MOST_NEIGHBOURS = 1000;
const MINUTE_MS = 60_000;

/** A tunnel and a time, epoch ms. */
export interface TunnelTime {
  gateway: string;
  matchkey: string;
  from: number;
  to: number;
  /** As it was at a past time, epoch ms; undefined for now. */
  at?: number | undefined;
}

/** Reads the events of a tunnel within a time and says what they are consistent with. */
export async function collectDiagnosis(
  { gateway, matchkey, from, to, at }: TunnelTime,
  { reader, catalogue, diagnosis }: Pick<ApiContext, 'reader' | 'catalogue' | 'diagnosis'>,
): Promise<TunnelDiagnosis> {
  const filter = await storedFilter(reader, { gateway, matchkey, from, to, at });
  const drops: Drop[] = [];
  let cursor: string | undefined;
  while (drops.length < MOST_EVENTS) {
    const page = await reader.listEvents(filter, PAGE, cursor);
    for (const event of page.events) drops.push(dropOf(event, catalogue));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  // They come newest first.
  drops.reverse();
  const events = drops.length < MOST_EVENTS ? drops.length : await reader.countEvents(filter);
  const last = drops.at(-1)?.time ?? to;
  const since = last - diagnosis.spanMinutes * MINUTE_MS;
  const { asOf } = filter;
  const ofGateway = asOf === undefined ? { gateway } : { gateway, asOf };
  const neighbours = await neighboursOf({ ofGateway, matchkey, to }, { reader, catalogue, diagnosis }, drops);
  const cryptoTunnels = await cryptoTunnelsOf(reader, ofGateway, since, last + 1);
  return diagnoseRange({ from, to, events, drops, neighbours, cryptoTunnels }, diagnosis);
}

/** A gateway, as it is or as it was. */
type OfGateway = Pick<StoredFilter, 'gateway' | 'asOf'>;

/**
 * Drops of other tunnels of the gateway, where the tunnel's own do not tell which edge windowbase names: the software of a
 * gateway names the same one for all of them.
 */
async function neighboursOf(
  { ofGateway, matchkey, to }: Pick<TunnelTime, 'matchkey' | 'to'> & { ofGateway: OfGateway },
  { reader, catalogue, diagnosis }: Pick<ApiContext, 'reader' | 'catalogue' | 'diagnosis'>,
  drops: readonly Drop[],
): Promise<Drop[]> {
  if (diagnosis.windowbase !== 'auto' || !drops.some(({ messageId }) => messageId === REPLAY_ID)) return [];
  if (edgesOf(drops, diagnosis).finding(diagnosis) !== 'undetermined') return [];
  const { events } = await reader.listEvents({ ...ofGateway, messageId: REPLAY_ID, to }, MOST_NEIGHBOURS, undefined);
  return events
    .filter(({ subject }) => subject.kind === 'tunnel' && subject.matchkey !== matchkey)
    .map((event) => dropOf(event, catalogue));
}

/** Tunnels of a gateway on which encrypting or decrypting failed within a time. */
async function cryptoTunnelsOf(
  reader: ApiContext['reader'],
  ofGateway: OfGateway,
  from: number,
  to: number,
): Promise<number> {
  const groups = await Promise.all(
    CRYPTO_IDS.map((messageId) =>
      reader.series({
        filter: { ...ofGateway, messageId },
        by: 'tunnel',
        top: MOST_TUNNELS,
        from,
        stepMs: to - from,
        buckets: 1,
      }),
    ),
  );
  return new Set(groups.flat().flatMap(({ matchkey, total }) => (matchkey === null || total === 0 ? [] : [matchkey])))
    .size;
}

function dropOf(stored: StoredEvent, catalogue: Catalogue): Drop {
  const { seq, time, messageId, numbers } = describeEvent(stored, catalogue);
  return { seq, time, messageId: messageId ?? -1, ...dropNumbers((name) => numbers[name]) };
}
