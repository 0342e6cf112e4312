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
  /** Tunnels whose encryption or decryption failed within a time, the one that is judged included. Both ends belong to it. */
  cryptoTunnels: (time: CryptoTime) => number;
}

/** Epoch ms. */
export interface CryptoTime {
  from: number;
  to: number;
}

interface FoldOptions {
  evidence: GatewayEvidence;
  /** Whether everything is kept that a page shows, and not only what a verdict needs. */
  keepsAll: boolean;
}

/**
 * The one diagnosis: takes the drops of a tunnel in order and gives verdicts. What it says depends on the drops and on the
 * evidence of the gateway at the time it is asked, and not on when that evidence came: as long as either edge is possible
 * the drops are counted by both.
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

  /** What the drops add up to, by the edge that is reckoned with now. */
  get analysis(): TunnelAnalysis {
    const { left, right } = this;
    const analysis = this.evidence.edges.used(this.settings) === 'right' ? (right ?? left) : (left ?? right);
    if (analysis === undefined) throw new Error('a tunnel is analysed by one edge at least');
    return analysis;
  }

  /** Takes a drop; the kind of packet that it was. What it tells of the edge is taken by the evidence of its gateway. */
  add(drop: Drop): DropKind | 'other' {
    const { left, right } = this;
    // What proves the left edge proves it for good.
    if (left !== undefined && right !== undefined) {
      if (!this.evidence.edges.possible(this.settings).includes('right')) this.right = undefined;
    }
    const { analysis } = this;
    const other = analysis === left ? this.right : left;
    other?.add(drop);
    return analysis.add(drop);
  }

  /** What the last minutes of the drops are consistent with, the likeliest first; nothing without drops. */
  verdicts(): Verdict[] {
    const { analysis, settings, evidence } = this;
    if (analysis.drops === 0) return [];
    const counts = analysis.span();
    return diagnoseTunnel({
      counts,
      rate: analysis.knownRate,
      edge: evidence.edges.finding(settings),
      windowAt: analysis.sa.baseNumber,
      windowSize: analysis.windowSizes.at(-1) ?? 0,
      recent: analysis.recent,
      cryptoTunnels: evidence.cryptoTunnels(cryptoTimeOf(counts.lastTime, settings)),
      settings,
    });
  }
}

/** The time within which other tunnels must have failed beside one whose newest drop is of a time, epoch ms. */
export function cryptoTimeOf(lastTime: number, { spanMinutes }: DiagnosisSettings): CryptoTime {
  return { from: lastTime - spanMinutes * MINUTE_MS, to: lastTime };
}
