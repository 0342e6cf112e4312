import { cutLine, type Intern } from './cutter.js';
import { type LineTemplate, TemplateTree } from './template-tree.js';

/** Distinct shapes that are remembered, a few KB each. */
const MAX_SHAPES = 4000;
/** Longer lines are no ordinary messages: their shapes would be of no use to any other line. */
const MAX_BYTES = 2048;
const OPEN_BRACE = 0x7b;

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

  /** The shape of the line between `start` and `end`, whose values then stand in `values`; undefined when none like it was learned. */
  match(buffer: Buffer, start: number, end: number): LineTemplate | undefined {
    return this.tree.match(buffer, start, end);
  }

  /** The same, learning the line's shape when it is new; undefined when the line is kept and decoded as it is. */
  learn(buffer: Buffer, start: number, end: number): LineTemplate | undefined {
    const known = this.match(buffer, start, end);
    if (known !== undefined) return known;
    // JSON lines hold numbers in quotes and everywhere else: nearly each would be a shape of its own.
    if (end - start > MAX_BYTES || buffer[start] === OPEN_BRACE) return undefined;
    const cut = cutLine(buffer.toString('latin1', start, end), this.intern);
    return this.tree.add(cut) === undefined ? undefined : this.match(buffer, start, end);
  }
}
