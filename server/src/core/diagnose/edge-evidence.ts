import { type Edge, EDGE_MODELS, type EdgeModel } from '@tunnelwatch/shared/diagnosis';
import { difference, type Drop } from './drop.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';

/** Farther below the base there are only late packets, whichever edge it is, about as dense as just below it. */
const BEHIND_FROM = 8;
const BEHIND_TO = 31;

const ONLY: Record<EdgeModel, readonly EdgeModel[]> = { left: ['left'], right: ['right'] };

/** Collects evidence from drops for the edge that `windowbase` names. */
export class EdgeEvidence {
  above = 0;
  beyond = 0;
  near = 0;
  drops = 0;
  private behind = 0;
  /** How many of them are from other tunnels of the gateway. */
  neighbours = 0;

  /** Adds the evidence of a drop; only a line with all three numbers has any. */
  take(drop: Drop, settings: DiagnosisSettings): void {
    if (drop.messageId !== MESSAGE_ID.antiReplayFailed) return;
    const aboveBase = difference(drop.seqnoHigh, drop.seqnoLow, drop.baseHigh, drop.baseLow);
    if (!Number.isNaN(aboveBase + drop.windowSize)) this.add(aboveBase, drop.windowSize, settings);
  }

  /** @param aboveBase the number minus the base */
  private add(aboveBase: number, windowSize: number, { edgeNear }: DiagnosisSettings): void {
    this.drops += 1;
    if (aboveBase > windowSize - 1) this.beyond += 1;
    else if (aboveBase > 0) this.above += 1;
    else if (aboveBase >= -edgeNear) this.near += 1;
    else if (aboveBase <= -BEHIND_FROM && aboveBase >= -BEHIND_TO) this.behind += 1;
  }

  /** What the evidence alone says. A single drop above the base proves the left edge; nothing proves the right one. */
  finding(settings: DiagnosisSettings): Edge['finding'] {
    const { edgeDrops, edgeNearShare, edgeBeyond } = settings;
    if (this.beyond >= edgeBeyond && this.beyond > this.above) return 'contradiction';
    if (this.above > 0) return 'left';
    const isNear = this.drops >= edgeDrops && this.near >= this.drops * edgeNearShare;
    return isNear && this.isPiledUp(settings) ? 'right-likely' : 'undetermined';
  }

  /** True when drops accumulate at the base: reordering alone leaves a smooth tail below the left edge. */
  private isPiledUp({ edgeNear, edgeDenser }: DiagnosisSettings): boolean {
    const behindEach = this.behind / (BEHIND_TO - BEHIND_FROM + 1);
    return this.near / (edgeNear + 1) >= edgeDenser * behindEach;
  }

  /** The edge to assume: the configured one, else the likelier one, else the left. */
  used(settings: DiagnosisSettings): EdgeModel {
    if (settings.windowbase !== 'auto') return settings.windowbase;
    return this.finding(settings) === 'right-likely' ? 'right' : 'left';
  }

  /** The edges that are still possible, whatever drops arrive. */
  possible({ windowbase, edgeBeyond }: DiagnosisSettings): readonly EdgeModel[] {
    if (windowbase !== 'auto') return ONLY[windowbase];
    return this.above > 0 || this.beyond >= edgeBeyond ? ONLY.left : EDGE_MODELS;
  }

  toEdge(settings: DiagnosisSettings): Edge {
    const { above, beyond, near, drops, neighbours } = this;
    const isSet = settings.windowbase !== 'auto';
    return {
      used: this.used(settings),
      isSet,
      finding: this.finding(settings),
      above,
      beyond,
      near,
      drops,
      neighbours,
    };
  }
}

/** What drops of a tunnel, and of others of its gateway, indicate about the edge. */
export function edgesOf(
  drops: readonly Drop[],
  settings: DiagnosisSettings,
  neighbours: readonly Drop[] = [],
): EdgeEvidence {
  const edges = new EdgeEvidence();
  for (const drop of neighbours) edges.take(drop, settings);
  edges.neighbours = edges.drops;
  for (const drop of drops) edges.take(drop, settings);
  return edges;
}
