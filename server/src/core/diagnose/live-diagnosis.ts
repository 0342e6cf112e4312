import type { Edge, TunnelVerdict, Verdict, VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { CRYPTO_IDS } from '@tunnelwatch/shared/message-ids';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { CryptoFailures } from './crypto-failures.js';
import { LIVE_LIMITS } from './diagnosis-limits.js';
import type { Drop } from './drop.js';
import { EdgeEvidence } from './edge-evidence.js';
import { type CryptoTime, type GatewayEvidence, TunnelFold } from './tunnel-fold.js';

/** Causes that somebody may be behind: named at once, whatever was named before. */
export const ALARMING: ReadonlySet<VerdictName> = new Set(['replay', 'forged']);

interface Followed {
  evidence: LiveEvidence;
  fold: TunnelFold;
  verdict: TunnelVerdict | null;
  /** What was known of the edge at the last judgement. */
  judgedBy: Edge['finding'] | undefined;
  /** Whether time alone may change the verdict. */
  isUndecided: boolean;
  /** When its newest drop arrived, epoch ms. */
  lastAt: number;
}

/** Evidence of a gateway's live drops. */
class LiveEvidence implements GatewayEvidence {
  readonly edges = new EdgeEvidence();
  private readonly failures: CryptoFailures;

  constructor(private readonly settings: DiagnosisSettings) {
    this.failures = new CryptoFailures(settings.spanMinutes * MINUTE_MS);
  }

  add(subjectId: number, drop: Drop, now: number): void {
    this.edges.take(drop, this.settings);
    if (CRYPTO_IDS.includes(drop.messageId)) this.failures.add(subjectId, drop.time, now);
  }

  cryptoTunnels(time: CryptoTime): number {
    return this.failures.count(time);
  }

  forget(since: number): void {
    this.failures.forget(since);
  }
}

/** A new verdict on a tunnel, or its end (null). */
export interface VerdictChange {
  subjectId: number;
  verdict: TunnelVerdict | null;
  /** Number of drops diagnosed. */
  drops: number;
}

/**
 * Follows the drops of all tunnels as they arrive and says what those of the last minutes are consistent with. Quiet
 * tunnels are dropped, so that memory is bounded by the tunnels with recent drops. Pure: the time is an argument.
 */
export class LiveDiagnosis {
  private readonly followed = new Map<number, Followed>();
  private readonly gateways = new Map<string, LiveEvidence>();
  private readonly waiting = new Set<number>();
  private newSas = new Map<string, number>();
  private sweep: Iterator<[number, Followed]> | undefined;

  constructor(private readonly settings: DiagnosisSettings) {}

  /** Number of followed tunnels. */
  get size(): number {
    return this.followed.size;
  }

  /** Whether a tunnel is followed. */
  follows(subjectId: number): boolean {
    return this.followed.has(subjectId);
  }

  /** Adds a drop that has just arrived. */
  add(subjectId: number, gateway: string, drop: Drop, now: number): void {
    const tunnel = this.followed.get(subjectId) ?? this.follow(subjectId, gateway, now);
    if (tunnel === undefined) return;
    tunnel.lastAt = now;
    const { fold, evidence } = tunnel;
    const before = fold.analysis.sa.rekeys.at(-1);
    evidence.add(subjectId, drop, now);
    fold.add(drop);
    if (fold.analysis.sa.rekeys.at(-1) !== before) this.newSas.set(gateway, (this.newSas.get(gateway) ?? 0) + 1);
    this.waiting.add(subjectId);
  }

  /** Gateways with the number of new SAs on their tunnels since the last call. */
  takeNewSas(): Map<string, number> {
    const { newSas } = this;
    if (newSas.size > 0) this.newSas = new Map();
    return newSas;
  }

  /**
   * Judges tunnels with new drops, those that have waited longest first, and drops quiet ones. A tunnel is judged again
   * too when others of its gateway have revealed the edge meanwhile. Call it once a second.
   */
  evaluate(now: number): VerdictChange[] {
    const changes = this.sweepFollowed(now);
    let judged = 0;
    for (const subjectId of this.waiting) {
      if (judged >= LIVE_LIMITS.judgedPerPoll) break;
      judged += 1;
      this.waiting.delete(subjectId);
      const tunnel = this.followed.get(subjectId);
      if (tunnel === undefined) continue;
      const change = this.judge(subjectId, tunnel, now);
      if (change !== undefined) changes.push(change);
    }
    return changes;
  }

  private follow(subjectId: number, gateway: string, now: number): Followed | undefined {
    if (this.followed.size >= LIVE_LIMITS.tunnels) return undefined;
    const evidence = this.evidenceOf(gateway);
    const fold = new TunnelFold(this.settings, { evidence, keepsAll: false });
    const tunnel: Followed = { evidence, fold, verdict: null, judgedBy: undefined, isUndecided: false, lastAt: now };
    this.followed.set(subjectId, tunnel);
    return tunnel;
  }

  private judge(subjectId: number, tunnel: Followed, now: number): VerdictChange | undefined {
    const { fold, evidence, verdict: before } = tunnel;
    evidence.forget(this.quietSince(now));
    tunnel.judgedBy = evidence.edges.finding(this.settings);
    const asOf = asOfNow(tunnel, now);
    const first = keptVerdict(fold.verdicts(asOf), before, this.settings);
    tunnel.isUndecided = fold.isUndecided(asOf);
    const name = first?.name === 'undetermined' ? undefined : first?.name;
    if (name === before?.name && first?.confidence === before?.confidence) return undefined;
    if (first === undefined || name === undefined) {
      if (before === null) return undefined;
      tunnel.verdict = null;
    } else {
      tunnel.verdict = { name, confidence: first.confidence, since: before?.name === name ? before.since : now };
    }
    return { subjectId, verdict: tunnel.verdict, drops: fold.analysis.drops };
  }

  private sweepFollowed(now: number): VerdictChange[] {
    const oldest = this.quietSince(now);
    const changes: VerdictChange[] = [];
    this.sweep ??= this.followed.entries();
    for (let swept = 0; swept < LIVE_LIMITS.sweptPerPoll; swept++) {
      const next = this.sweep.next();
      if (next.done === true) {
        this.sweep = undefined;
        break;
      }
      const [subjectId, { lastAt, verdict, judgedBy, isUndecided, evidence }] = next.value;
      if (lastAt >= oldest) {
        if (isUndecided) this.waiting.add(subjectId);
        if (judgedBy !== undefined && judgedBy !== evidence.edges.finding(this.settings)) this.waiting.add(subjectId);
        continue;
      }
      this.followed.delete(subjectId);
      this.waiting.delete(subjectId);
      if (verdict !== null) changes.push({ subjectId, verdict: null, drops: 0 });
    }
    return changes;
  }

  private quietSince(now: number): number {
    return now - this.settings.spanMinutes * MINUTE_MS;
  }

  private evidenceOf(gateway: string): LiveEvidence {
    let evidence = this.gateways.get(gateway);
    if (evidence === undefined) {
      evidence = new LiveEvidence(this.settings);
      if (this.gateways.size < LIVE_LIMITS.gateways) this.gateways.set(gateway, evidence);
    }
    return evidence;
  }
}

/** Now by the clock of a tunnel's drops, which may differ from ours, epoch ms. */
function asOfNow({ fold, lastAt }: Followed, now: number): number {
  return fold.lastTime + now - lastAt;
}

/** The live verdict: the first one, or the one shown before while it explains nearly as much. */
function keptVerdict(
  verdicts: readonly Verdict[],
  before: TunnelVerdict | null,
  { keepShare }: DiagnosisSettings,
): Verdict | undefined {
  const [first] = verdicts;
  if (first === undefined || before === null || ALARMING.has(first.name)) return first;
  const same = verdicts.find(({ name }) => name === before.name);
  return same !== undefined && same.share >= first.share * keepShare && first.name !== 'undetermined' ? same : first;
}
