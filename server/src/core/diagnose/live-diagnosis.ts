import type { TunnelVerdict, Verdict, VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { verdictsOf } from './diagnose-range.js';
import type { Drop } from './drop.js';
import { EdgeEvidence } from './edge-evidence.js';
import { TunnelAnalysis } from './tunnel-analysis.js';

/** Tunnels that are followed at a time; whoever forges names must not fill memory. */
const MOST_TUNNELS = 100_000;
/** Tunnels that are judged in one look, and tunnels that are looked at for whether they have gone quiet. */
const MOST_JUDGED = 500;
const MOST_SWEPT = 2000;
/** Gateways whose evidence is kept; a sender may write any name into a line. */
const MOST_GATEWAYS = 20_000;
const MINUTE_MS = 60_000;
const CRYPTO_IDS: ReadonlySet<number> = new Set([282, 572, 1057]);
/** Causes that somebody may be behind: named at once, whatever was named before. */
export const ALARMING: ReadonlySet<VerdictName> = new Set(['replay', 'forged']);

interface Followed {
  gateway: string;
  analysis: TunnelAnalysis;
  verdict: TunnelVerdict | null;
  /** When its newest drop arrived, epoch ms. */
  lastAt: number;
}

interface GatewayEvidence {
  edges: EdgeEvidence;
  /** Tunnels whose encryption or decryption failed, and when last, epoch ms. */
  crypto: Map<number, number>;
}

/** A verdict on a tunnel that is new, or gone (null). */
export interface VerdictChange {
  subjectId: number;
  verdict: TunnelVerdict | null;
  /** Drops that were looked at. */
  drops: number;
}

/**
 * Follows the drops of all tunnels as they arrive and says what those of the last minutes are consistent with. Tunnels
 * that have gone quiet are forgotten, so that memory is that of the tunnels with drops of late. Pure: it is told the time.
 */
export class LiveDiagnosis {
  private readonly followed = new Map<number, Followed>();
  private readonly gateways = new Map<string, GatewayEvidence>();
  private readonly waiting = new Set<number>();
  private newSas = new Map<string, number>();
  private sweep: Iterator<[number, Followed]> | undefined;

  constructor(private readonly settings: DiagnosisSettings) {}

  /** Tunnels that are followed now. */
  get size(): number {
    return this.followed.size;
  }

  /** Takes a drop that has just arrived. */
  add(subjectId: number, gateway: string, drop: Drop, now: number): void {
    let tunnel = this.followed.get(subjectId);
    if (tunnel === undefined && this.followed.size >= MOST_TUNNELS) return;
    const evidence = this.evidenceOf(gateway);
    if (tunnel === undefined) {
      const analysis = new TunnelAnalysis(this.settings, { edges: evidence.edges, keepsAll: false });
      tunnel = { gateway, analysis, verdict: null, lastAt: now };
      this.followed.set(subjectId, tunnel);
    }
    tunnel.lastAt = now;
    const { sa } = tunnel.analysis;
    const before = sa.rekeys.at(-1);
    tunnel.analysis.add(drop);
    if (sa.rekeys.at(-1) !== before) this.newSas.set(gateway, (this.newSas.get(gateway) ?? 0) + 1);
    if (CRYPTO_IDS.has(drop.messageId)) evidence.crypto.set(subjectId, now);
    this.waiting.add(subjectId);
  }

  /** Gateways with the new SAs that were seen on their tunnels since the last call. */
  takeNewSas(): Map<string, number> {
    const { newSas } = this;
    if (newSas.size > 0) this.newSas = new Map();
    return newSas;
  }

  /** Judges tunnels with new drops, those that have waited longest first, and forgets quiet ones. Call it once a second. */
  look(now: number): VerdictChange[] {
    const changes = this.forgetQuiet(now);
    let judged = 0;
    for (const subjectId of this.waiting) {
      if (judged >= MOST_JUDGED) break;
      judged += 1;
      this.waiting.delete(subjectId);
      const tunnel = this.followed.get(subjectId);
      if (tunnel === undefined) continue;
      const change = this.judge(subjectId, tunnel, now);
      if (change !== undefined) changes.push(change);
    }
    return changes;
  }

  private judge(subjectId: number, tunnel: Followed, now: number): VerdictChange | undefined {
    const { gateway, analysis, verdict: before } = tunnel;
    const { edges } = this.evidenceOf(gateway);
    const verdicts = verdictsOf(analysis, edges, this.cryptoTunnels(gateway, now), this.settings);
    const first = chosen(verdicts, before, this.settings);
    const name = first?.name === 'undetermined' ? undefined : first?.name;
    if (name === before?.name && first?.confidence === before?.confidence) return undefined;
    if (first === undefined || name === undefined) {
      if (before === null) return undefined;
      tunnel.verdict = null;
    } else {
      tunnel.verdict = { name, confidence: first.confidence, since: before?.name === name ? before.since : now };
    }
    return { subjectId, verdict: tunnel.verdict, drops: analysis.drops };
  }

  private forgetQuiet(now: number): VerdictChange[] {
    const oldest = now - this.settings.spanMinutes * MINUTE_MS;
    const changes: VerdictChange[] = [];
    this.sweep ??= this.followed.entries();
    for (let swept = 0; swept < MOST_SWEPT; swept++) {
      const next = this.sweep.next();
      if (next.done === true) {
        this.sweep = undefined;
        break;
      }
      const [subjectId, { lastAt, verdict }] = next.value;
      if (lastAt >= oldest) continue;
      this.followed.delete(subjectId);
      this.waiting.delete(subjectId);
      if (verdict !== null) changes.push({ subjectId, verdict: null, drops: 0 });
    }
    return changes;
  }

  private cryptoTunnels(gateway: string, now: number): number {
    const { crypto } = this.evidenceOf(gateway);
    if (crypto.size === 0) return 0;
    const oldest = now - this.settings.spanMinutes * MINUTE_MS;
    for (const [subjectId, at] of crypto) if (at < oldest) crypto.delete(subjectId);
    return crypto.size;
  }

  private evidenceOf(gateway: string): GatewayEvidence {
    let evidence = this.gateways.get(gateway);
    if (evidence === undefined) {
      evidence = { edges: new EdgeEvidence(), crypto: new Map() };
      if (this.gateways.size < MOST_GATEWAYS) this.gateways.set(gateway, evidence);
    }
    return evidence;
  }
}

/** The verdict to show: the first one, or the one shown before while it explains nearly as much. */
function chosen(
  verdicts: readonly Verdict[],
  before: TunnelVerdict | null,
  { keepShare }: DiagnosisSettings,
): Verdict | undefined {
  const [first] = verdicts;
  if (first === undefined || before === null || ALARMING.has(first.name)) return first;
  const same = verdicts.find(({ name }) => name === before.name);
  return same !== undefined && same.share >= first.share * keepShare && first.name !== 'undetermined' ? same : first;
}
