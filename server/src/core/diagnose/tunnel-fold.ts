import type { DropKind, EdgeModel, Verdict } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { diagnoseTunnel } from './diagnose-tunnel.js';
import type { Drop } from './drop.js';
import type { EdgeEvidence } from './edge-evidence.js';
import { TunnelAnalysis } from './tunnel-analysis.js';

/** What the tunnels of a gateway tell of each other. */
export interface GatewayEvidence {
  edges: EdgeEvidence;
  /** Tunnels whose encryption or decryption failed within a period, including this one. Both ends are inclusive. */
  cryptoTunnels: (time: CryptoTime) => number;
}

/** Epoch ms. */
export interface CryptoTime {
  from: number;
  to: number;
}

interface FoldOptions {
  evidence: GatewayEvidence;
  /** Whether everything that a page shows is kept, instead of only what a verdict needs. */
  keepsAll: boolean;
}

/**
 * The only diagnosis: takes the drops of a tunnel in order and returns verdicts. They depend on the drops and on the
 * evidence of the gateway at the time of the query, and not on when that evidence arrived: while either edge is possible
 * the drops are counted for both.
 */
export class TunnelFold {
  private readonly left: TunnelAnalysis | undefined;
  private right: TunnelAnalysis | undefined;
  private readonly evidence: GatewayEvidence;

  constructor(
    private readonly settings: DiagnosisSettings,
    { evidence, keepsAll }: FoldOptions,
  ) {
    this.evidence = evidence;
    const edges = evidence.edges.possible(settings);
    const analysisBy = (edge: EdgeModel) =>
      edges.includes(edge) ? new TunnelAnalysis(settings, { edge, keepsAll }) : undefined;
    this.left = analysisBy('left');
    this.right = analysisBy('right');
  }

  /** The sums of the drops, by the edge that is currently assumed. */
  get analysis(): TunnelAnalysis {
    const { left, right } = this;
    const analysis = this.evidence.edges.used(this.settings) === 'right' ? (right ?? left) : (left ?? right);
    if (analysis === undefined) throw new Error('a tunnel is analysed by one edge at least');
    return analysis;
  }

  /** Adds a drop; returns the kind of packet that it was. Its evidence for the edge is added to that of its gateway. */
  add(drop: Drop): DropKind | 'other' {
    const { left, right } = this;
    // A proof of the left edge is final.
    if (left !== undefined && right !== undefined) {
      if (!this.evidence.edges.possible(this.settings).includes('right')) this.right = undefined;
    }
    const { analysis } = this;
    const other = analysis === left ? this.right : left;
    other?.add(drop);
    return analysis.add(drop);
  }

  /** Time of the newest drop, epoch ms. */
  get lastTime(): number {
    const { present, last } = this.analysis;
    return Math.max(present.lastTime, last.lastTime);
  }

  /** True while late packets may be those of a recording or of a sender: time alone will tell, without another drop. */
  isUndecided(asOf: number): boolean {
    return this.analysis.undecided(asOf) > 0;
  }

  /**
   * What the last minutes of the drops are consistent with, the likeliest first; nothing without drops.
   * @param asOf the time at which the question is asked by the clock of the drops, epoch ms; that of the newest one if earlier
   */
  verdicts(asOf: number): Verdict[] {
    const { analysis, settings, evidence } = this;
    if (analysis.drops === 0) return [];
    const counts = analysis.span();
    return diagnoseTunnel({
      counts,
      rate: analysis.knownRate,
      edge: evidence.edges.finding(settings),
      windowAt: analysis.sa.baseNumber,
      windowSize: analysis.windowSizes.at(-1) ?? 0,
      windowMovedAt: analysis.sa.movedAt,
      isEsn: analysis.isEsn,
      senders: analysis.senders(),
      undecided: analysis.undecided(Math.max(asOf, counts.lastTime)),
      climbing: analysis.climbing(),
      recent: analysis.recent,
      cryptoTunnels: evidence.cryptoTunnels(cryptoTimeOf(counts.lastTime, settings)),
      settings,
    });
  }
}

/** The period in which other tunnels must have failed too, for a tunnel whose newest drop is of a time, epoch ms. */
export function cryptoTimeOf(lastTime: number, { spanMinutes }: DiagnosisSettings): CryptoTime {
  return { from: lastTime - spanMinutes * MINUTE_MS, to: lastTime };
}
