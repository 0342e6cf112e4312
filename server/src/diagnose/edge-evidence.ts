import type { Edge, EdgeModel } from '@tunnelwatch/shared/diagnosis';
import { difference, type Drop } from './drop.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';

/** Distance below the base within which second copies of packets lie, were the base the right edge. */
const NEAR = 3;
/** Share of all drops that must lie there for the right edge to be likely. */
const NEAR_SHARE = 0.05;
/** Farther below the base lie only late packets, whichever edge it is, and they lie about as dense as just below it. */
const BEHIND_FROM = 8;
const BEHIND_TO = 31;
/** Copies pile up: near the base drops lie so many times as dense as behind it. */
const DENSER = 3;
/** Drops beyond both windows from which on neither model holds. */
const BEYOND = 3;

/** Collects what drops say of the edge that `windowbase` names. */
export class EdgeEvidence {
  above = 0;
  beyond = 0;
  near = 0;
  drops = 0;
  private behind = 0;
  /** Of them those of other tunnels of the gateway. */
  neighbours = 0;

  /** @param aboveBase the number less the base */
  add(aboveBase: number, windowSize: number): void {
    this.drops += 1;
    if (aboveBase > windowSize - 1) this.beyond += 1;
    else if (aboveBase > 0) this.above += 1;
    else if (aboveBase >= -NEAR) this.near += 1;
    else if (aboveBase <= -BEHIND_FROM && aboveBase >= -BEHIND_TO) this.behind += 1;
  }

  /** What the evidence says by itself. A single drop above the base proves the left edge; nothing proves the right one. */
  finding({ edgeDrops }: DiagnosisSettings): Edge['finding'] {
    if (this.beyond >= BEYOND && this.beyond > this.above) return 'contradiction';
    if (this.above > 0) return 'left';
    if (this.drops >= edgeDrops && this.near >= this.drops * NEAR_SHARE && this.isPiledUp) return 'right-likely';
    return 'undetermined';
  }

  /** True where drops gather at the base: reordering alone leaves a smooth tail below the left edge. */
  private get isPiledUp(): boolean {
    const behindEach = this.behind / (BEHIND_TO - BEHIND_FROM + 1);
    return this.near / (NEAR + 1) >= DENSER * behindEach;
  }

  /** The edge to reckon with: the one that was set, else the likelier one, else the left. */
  used(settings: DiagnosisSettings): EdgeModel {
    if (settings.windowbase !== 'auto') return settings.windowbase;
    return this.finding(settings) === 'right-likely' ? 'right' : 'left';
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

/** What drops of a tunnel, and of others of its gateway, say of the edge. */
export function edgesOf(drops: readonly Drop[], neighbours: readonly Drop[] = []): EdgeEvidence {
  const edges = new EdgeEvidence();
  for (const drop of neighbours) take(edges, drop);
  edges.neighbours = edges.drops;
  for (const drop of drops) take(edges, drop);
  return edges;
}

function take(edges: EdgeEvidence, { messageId, seqnoHigh, seqnoLow, baseHigh, baseLow, windowSize }: Drop): void {
  const above = difference(seqnoHigh, seqnoLow, baseHigh, baseLow);
  if (messageId === 278 && !Number.isNaN(above + windowSize)) edges.add(above, windowSize);
}
