import { cutLine, type Intern } from './cutter.js';
import { type Shape, ShapeTree } from './shape-tree.js';

/** Distinct shapes that are remembered, some 10 KB each at the most. */
const MOST_SHAPES = 4000;
/** Longer lines are no ordinary messages: their shapes would be of no use to any other line. */
const MOST_BYTES = 2048;
const OPEN_BRACE = 0x7b;

/** The shapes of the lines seen so far, bounded, and which lines have a shape worth remembering at all. */
export class KnownShapes {
  private readonly tree: ShapeTree;

  constructor(private readonly intern: Intern) {
    this.tree = new ShapeTree(intern, MOST_SHAPES);
  }

  /** Values of the line that was matched last. */
  get values(): Float64Array {
    return this.tree.values;
  }

  /** The shape of that number; undefined when there is none. */
  shape(index: number): Shape | undefined {
    return this.tree.shapes[index];
  }

  /** The shape of a line, whose values then stand in `values`; undefined when none like it was learned. */
  match(line: Buffer): Shape | undefined {
    return this.tree.match(line, 0, line.length);
  }

  /** The same, learning the line's shape when it is new; undefined when the line is kept and decoded as it is. */
  learn(line: Buffer): Shape | undefined {
    const known = this.match(line);
    if (known !== undefined) return known;
    // JSON lines hold numbers in quotes and everywhere else: nearly each would be a shape of its own.
    if (line.length > MOST_BYTES || line[0] === OPEN_BRACE) return undefined;
    return this.tree.add(cutLine(line.toString('latin1'), this.intern)) === undefined ? undefined : this.match(line);
  }
}
