import { cutLine, type Intern } from './cutter.js';
import type { TemplateAdmission } from './template-admission.js';
import { type LineTemplate, TemplateTree } from './template-tree.js';

/** Distinct shapes that are remembered, a few KB each. */
export const MAX_SHAPES = 4000;
/** Longer lines are no ordinary messages: their shapes would be of no use to any other line. */
const MAX_BYTES = 2048;

/** The shapes of the lines seen so far, bounded, and which lines have a shape worth remembering at all. */
export class KnownTemplates {
  private readonly tree: TemplateTree;

  constructor(private readonly intern: Intern) {
    this.tree = new TemplateTree(intern, MAX_SHAPES);
  }

  /** Values of the line that was matched last. */
  get values(): Float64Array {
    return this.tree.values;
  }

  /** All shapes by number. */
  get all(): readonly LineTemplate[] {
    return this.tree.shapes;
  }

  /**
   * True when no further shape can be learned. Dates in words are part of a shape, so new ones come every day: whoever
   * uses these begins anew then.
   */
  get isFull(): boolean {
    return this.tree.shapes.length >= MAX_SHAPES;
  }

  /** How often each shape was matched, by its number; older matches count less. */
  readonly uses = new Uint32Array(MAX_SHAPES);

  /** The shape of the line between `start` and `end`, whose values then stand in `values`; undefined when none like it was learned. */
  match(buffer: Buffer, start: number, end: number): LineTemplate | undefined {
    const shape = this.tree.match(buffer, start, end);
    if (shape !== undefined) this.uses[shape.index] = (this.uses[shape.index] ?? 0) + 1;
    return shape;
  }

  /**
   * The same, learning the line's shape when it is new and, where it is asked, the admission has it; undefined when the line
   * is kept and decoded as it is.
   */
  learn(buffer: Buffer, start: number, end: number, admission?: TemplateAdmission): LineTemplate | undefined {
    const known = this.match(buffer, start, end);
    if (known !== undefined) return known;
    if (end - start > MAX_BYTES || this.isFull || admission?.isWorthCutting() === false) return undefined;
    // The words of a line are interned when it is matched: most of those that are only seen once are of no use.
    const cut = cutLine(buffer.toString('latin1', start, end), noNumber);
    if (admission?.admits(cut) === false) return undefined;
    return this.tree.add(cut) === undefined ? undefined : this.match(buffer, start, end);
  }

  /** Adds a shape that was learned elsewhere; undefined when there is no room for it, or it has too many values. */
  adopt(shape: Pick<LineTemplate, 'texts' | 'slots'>): LineTemplate | undefined {
    return this.tree.add(shape);
  }

  /** These shapes alone, with new numbers in their order, and half of the uses that each had. */
  only(kept: readonly LineTemplate[]): KnownTemplates {
    const others = new KnownTemplates(this.intern);
    for (const shape of kept) {
      const added = others.adopt(shape);
      if (added !== undefined) others.uses[added.index] = (this.uses[shape.index] ?? 0) >>> 1;
    }
    return others;
  }
}

function noNumber(): number {
  return 0;
}
