import type {
  EdgeModel,
  OwnCounter,
  TunnelDiagnosis,
  Verdict,
  VerdictSpan,
  WindowAnalysis,
} from '@tunnelwatch/shared/diagnosis';
import type { Forecast } from '@tunnelwatch/shared/sa-course';
import { digitsOf, type Drop } from './drop.js';
import { DropPoints } from './drop-points.js';
import { DropShareMeter } from './drop-share.js';
import { type EdgeEvidence, edgesOf } from './edge-evidence.js';
import { forecastEnd } from './forecast.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { SaCourse } from './sa-course.js';
import type { TunnelAnalysis } from './tunnel-analysis.js';
import { TunnelFold } from './tunnel-fold.js';
import { adviseWindow, nearLate, windowShares } from './window-advice.js';

const HALF = 0x1_0000_0000;

/** The inputs of a diagnosis of a time range. Times are epoch ms. */
export interface RangeToDiagnose {
  from: number;
  to: number;
  /** Number of events of the tunnel in the range. */
  events: number;
  /** The newest of them, the oldest first. */
  drops: readonly Drop[];
  /** Drops of other tunnels of the gateway, which name the same edge of the window; left out when not needed. */
  neighbours?: readonly Drop[];
  /** Tunnels of the gateway whose encryption or decryption failed in the last minutes of the range. */
  cryptoTunnels: number;
}

/** What the events of one tunnel within a time range are consistent with. */
export function diagnoseRange(range: RangeToDiagnose, settings: DiagnosisSettings): TunnelDiagnosis {
  const edges = edgesOf(range.drops, settings, range.neighbours);
  const edge = edges.used(settings);
  const evidence = { edges, cryptoTunnels: () => range.cryptoTunnels };
  const fold = new TunnelFold(settings, { evidence, keepsAll: true });
  // The evidence is complete beforehand, so the edge does not change.
  const { analysis } = fold;
  const history: VerdictSpan[] = [];
  const points = new DropPoints();
  const course = new SaCourse(edge);
  const meter = new DropShareMeter();
  const tileMs = settings.spanMinutes * MINUTE_MS;
  let tileEnds = Number.POSITIVE_INFINITY;
  for (const [index, drop] of range.drops.entries()) {
    if (index === 0) tileEnds = drop.time + tileMs;
    if (drop.time >= tileEnds) {
      noteSpan(history, analysis, fold.verdicts(drop.time));
      tileEnds = drop.time + tileMs;
    }
    const kind = fold.add(drop);
    course.note(drop, analysis);
    meter.note(drop, kind, analysis);
    if (kind !== 'other') points.note(drop, kind, kind === 'integrity' ? undefined : analysis.lag(drop));
  }
  const verdicts = fold.verdicts(range.to);
  if (range.drops.length > 0) noteSpan(history, analysis, verdicts);
  const { firstTime, lastTime } = analysis.span();
  return {
    from: range.from,
    to: range.to,
    events: range.events,
    analysed: range.drops.length,
    verdicts,
    verdictsOver: range.drops.length === 0 ? null : { from: firstTime, to: lastTime },
    history,
    window: analyseWindow(analysis, edges, { course, meter }, settings),
    points: points.points(),
  };
}

function noteSpan(history: VerdictSpan[], analysis: TunnelAnalysis, [first]: readonly Verdict[]): void {
  if (first === undefined) return;
  const { firstTime, lastTime, events } = analysis.span();
  const before = history.at(-1);
  if (before?.name === first.name && before.confidence === first.confidence) {
    before.to = lastTime;
    before.events += events;
    return;
  }
  const from = Math.max(firstTime, before?.to ?? firstTime);
  history.push({ from, to: lastTime, name: first.name, confidence: first.confidence, events });
}

function analyseWindow(
  analysis: TunnelAnalysis,
  edges: EdgeEvidence,
  { course, meter }: { course: SaCourse; meter: DropShareMeter },
  settings: DiagnosisSettings,
): WindowAnalysis {
  const { all, sa, windowSizes } = analysis;
  const rate = analysis.knownRate;
  const overall = sa.gauge.overall();
  const { needed } = all;
  const lagPackets =
    needed.total === 0
      ? null
      : {
          p50: needed.quantile(0.5) - 1,
          p90: needed.quantile(0.9) - 1,
          p99: needed.quantile(0.99) - 1,
          most: needed.most - 1,
        };
  return {
    late: all.late,
    duplicate: all.duplicate,
    inconsistent: all.inconsistent,
    windowSizes: [...windowSizes],
    edge: edges.toEdge(settings),
    rate:
      overall === undefined ? null : { packetsPerSecond: overall.packetsPerSecond, from: overall.from, to: overall.to },
    dropShare: meter.share(),
    catchUp: analysis.climbing()?.catchUp ?? null,
    needed: needed.buckets(),
    shares: windowShares(all, settings),
    lagPackets,
    lagMs: lagPackets === null || rate === undefined ? null : inMs(lagPackets, rate),
    advice: adviseWindow(all, windowSizes.at(-1) ?? 0, nearLate(all, rate, settings), settings) ?? null,
    rekeys: [...sa.rekeys],
    isEsn: analysis.isEsn,
    forecasts: forecastsOf(analysis, course.edge),
    course: course.runs(),
    own: ownCounterOf(analysis, course.end),
  };
}

function ownCounterOf({ own, ownHigh, ownLow, ownAt, all }: TunnelAnalysis, end: OwnCounter['end']): OwnCounter | null {
  if (own === undefined) return null;
  const packetsPerSecond = own.rate > 0 ? own.rate : null;
  return {
    seqno: digitsOf(ownHigh, ownLow),
    at: ownAt,
    packetsPerSecond,
    overflows: all.of(MESSAGE_ID.sequenceOverflow),
    end,
  };
}

type Quantiles = NonNullable<WindowAnalysis['lagPackets']>;

function inMs({ p50, p90, p99, most }: Quantiles, rate: number): NonNullable<WindowAnalysis['lagMs']> {
  const ms = (packets: number) => (packets / rate) * 1000;
  return { p50: ms(p50), p90: ms(p90), p99: ms(p99), most: ms(most) };
}

function forecastsOf(analysis: TunnelAnalysis, edge: EdgeModel): Forecast[] {
  const { sa, own, ownHigh, ownLow, ownAt, isOwnEsn, windowSizes } = analysis;
  const forecasts: (Forecast | undefined)[] = [];
  if (!sa.isEsn && !Number.isNaN(sa.movedAt)) {
    const top = sa.originLow + sa.base + (edge === 'left' ? (windowSizes.at(-1) ?? 1) - 1 : 0);
    forecasts.push(forecastEnd('peer', sa.gauge, top, sa.movedAt));
  }
  if (own !== undefined && !isOwnEsn) forecasts.push(forecastEnd('own', own, ownHigh * HALF + ownLow, ownAt));
  return forecasts.filter((forecast) => forecast !== undefined);
}
