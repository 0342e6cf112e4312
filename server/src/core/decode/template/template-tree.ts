import { codeOf, LONG_CODE, PlaceholderReader, readSlot } from './placeholder-reader.js';
import { type Placeholder, valuesOf } from './placeholder.js';

/** Text and slots that many lines have in common. */
export interface LineTemplate {
  /** Its number, from 0 in the order of first sight. */
  index: number;
  texts: readonly string[];
  slots: readonly Placeholder[];
  /** Values that a line of this shape has. */
  valueCount: number;
}

/*
 * Nodes and branches are rows of numbers in typed arrays, not objects: finding one line's shape goes through a dozen of them.
 */

/** Two to this power are the fields of a node: a stretch of text, and what may follow it. */
const NODE_SHIFT = 3;
/** Where the text begins among the words, four bytes each. */
const WORDS = 0;
/** Bytes of the text. */
const LENGTH = 1;
/** The last four bytes, which overlap the words before them; 0 for a shorter text. */
const LAST = 2;
/** The first byte; 0 for an empty text. */
const FIRST = 3;
/** The shape of a line that ends behind the text. */
const SHAPE = 4;
/** The first of the slots that may stand behind it. */
const BRANCH = 5;
/** The first of the nodes with further text, or `TABLE` less the number of a table by first bytes. */
const CHILD = 6;
/** The next child of the same node. */
const NEXT_CHILD = 7;
/** What may follow a node's text. */
const FOLLOWED = [SHAPE, BRANCH, CHILD];

/** Of a branch: a slot and the node behind it. */
const BRANCH_SHIFT = 2;
const CODE = 0;
const BEHIND = 1;
const NEXT_BRANCH = 2;

/** In a field: there is none. */
const NONE = -1;
const TABLE = -2;
/** From this many children on, a table by first bytes is kept beside the list. */
const MAX_LISTED = 4;
const ROOT = 0;
const NO_TEXT = Buffer.alloc(0);

/** Rows of whole numbers, each known by where it begins, that grow as needed. */
class Rows {
  data: Int32Array;
  length = 0;

  /** @param shift a row has two to this power fields */
  constructor(private readonly shift: number) {
    this.data = new Int32Array(64 << shift);
  }

  /** Adds a row with this in every field; gives where it begins. */
  add(value: number): number {
    const row = this.length;
    this.length += 1 << this.shift;
    if (this.length > this.data.length) {
      const grown = new Int32Array(this.data.length * 2);
      grown.set(this.data);
      this.data = grown;
    }
    this.data.fill(value, row, this.length);
    return row;
  }

  get(row: number, field: number): number {
    return this.data[row | field] ?? NONE;
  }

  set(row: number, field: number, value: number): void {
    this.data[row | field] = value;
  }
}

/**
 * Finds the shape of a line and its values in one pass over its bytes, without a string a line: a radix tree of the
 * shapes seen so far, in which a slot is a branch of its own. A line that is not in it is cut by `cutLine` and added.
 */
export class TemplateTree {
  /** Values of the line that was matched last; the first `valueCount` of its shape count. */
  readonly values = new Float64Array(256);
  readonly shapes: LineTemplate[] = [];
  private readonly nodes = new Rows(NODE_SHIFT);
  private readonly branches = new Rows(BRANCH_SHIFT);
  private readonly words = new Rows(0);
  /** The text of each node. */
  private readonly texts: Buffer[] = [];
  /** The slot of each branch. */
  private readonly slots: Placeholder[] = [];
  /** Children by their first byte. */
  private readonly tables: Int32Array[] = [];
  private readonly reader: PlaceholderReader;
  /** The buffer of the line that was matched last, and a view of it. */
  private buffer: Buffer = Buffer.alloc(0);
  private view = new DataView(this.buffer.buffer, 0, 0);

  constructor(
    internText: (text: string) => number,
    private readonly mostShapes: number,
  ) {
    this.reader = new PlaceholderReader(internText);
    this.addNode(NO_TEXT);
  }

  /** The shape of the line between `start` and `end`; undefined when no line like it was added. */
  match(buffer: Buffer, start: number, end: number): LineTemplate | undefined {
    if (buffer !== this.buffer) this.use(buffer);
    // In variables, since a call for each would take as long as what it does.
    const { view, reader, values } = this;
    const nodes = this.nodes.data;
    const branches = this.branches.data;
    const words = this.words.data;
    let row = ROOT;
    let at = start;
    let count = 0;
    while (row >= 0) {
      const length = nodes[row | LENGTH] ?? 0;
      const behind = (at + length) | 0;
      if (behind > end || (length > 0 && !this.hasText(nodes, words, view, row, at, length))) return undefined;
      at = behind;
      if (at === end) return this.shapeAt(row);
      let branch = nodes[row | BRANCH] ?? NONE;
      while (branch >= 0 && !this.readsSlot(branches, branch, buffer, view, at, end)) {
        branch = branches[branch | NEXT_BRANCH] ?? NONE;
      }
      if (branch >= 0) {
        values[count] = reader.value;
        count = branches[branch | CODE] === LONG_CODE ? this.keepSecond(count) : (count + 1) | 0;
        at = reader.end;
        row = branches[branch | BEHIND] ?? NONE;
      } else row = this.childOf(row, buffer[at] ?? 0);
    }
    return undefined;
  }

  private use(buffer: Buffer): void {
    this.buffer = buffer;
    this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  }

  private hasText(
    nodes: Int32Array,
    words: Int32Array,
    view: DataView,
    row: number,
    at: number,
    length: number,
  ): boolean {
    if (length < 4) return this.hasShortText(row, at);
    if (!hasWords(view, at, words, nodes[row | WORDS] ?? 0, length >> 2)) return false;
    return view.getInt32((at + length - 4) | 0, true) === nodes[row | LAST];
  }

  private shapeAt(row: number): LineTemplate | undefined {
    const shape = this.nodes.get(row, SHAPE);
    return shape < 0 ? undefined : this.shapes[shape];
  }

  private readsSlot(
    branches: Int32Array,
    branch: number,
    buffer: Buffer,
    view: DataView,
    at: number,
    end: number,
  ): boolean {
    const slot = this.slots[branch >> BRANCH_SHIFT];
    return slot !== undefined && readSlot(this.reader, branches[branch | CODE] ?? 0, slot, buffer, view, at, end);
  }

  /** Adds the second value of a long number behind the first; gives the number of values. */
  private keepSecond(count: number): number {
    this.values[count + 1] = this.reader.second;
    return (count + 2) | 0;
  }

  /** Adds a line's shape; undefined when there are too many shapes, or it has too many values. */
  add(cut: Pick<LineTemplate, 'texts' | 'slots'>): LineTemplate | undefined {
    const valueCount = cut.slots.reduce((sum, slot) => sum + valuesOf(slot), 0);
    if (this.shapes.length >= this.mostShapes || valueCount > this.values.length) return undefined;
    let node = ROOT;
    cut.texts.forEach((text, index) => {
      node = this.addText(node, Buffer.from(text, 'latin1'));
      const slot = cut.slots[index];
      if (slot !== undefined) node = this.addSlot(node, slot);
    });
    const known = this.nodes.get(node, SHAPE);
    if (known >= 0) return this.shapes[known];
    const shape = { index: this.shapes.length, texts: cut.texts, slots: cut.slots, valueCount };
    this.nodes.set(node, SHAPE, this.shapes.push(shape) - 1);
    return shape;
  }

  private hasShortText(node: number, at: number): boolean {
    const text = this.textOf(node);
    for (let index = 0; index < text.length; index++) if (this.buffer[at + index] !== text[index]) return false;
    return true;
  }

  private textOf(node: number): Buffer {
    return this.texts[node >> NODE_SHIFT] ?? NO_TEXT;
  }

  private childOf(node: number, byte: number): number {
    const child = this.nodes.get(node, CHILD);
    return child <= TABLE ? (this.tables[TABLE - child]?.[byte] ?? NONE) : findChild(this.nodes.data, child, byte);
  }

  private addNode(text: Buffer): number {
    const node = this.nodes.add(NONE);
    this.setText(node, text);
    return node;
  }

  private setText(node: number, text: Buffer): void {
    this.texts[node >> NODE_SHIFT] = text;
    this.nodes.set(node, WORDS, this.words.length);
    for (let at = 0; at + 4 <= text.length; at += 4) this.words.add(text.readInt32LE(at));
    this.measure(node);
  }

  private measure(node: number): void {
    const text = this.textOf(node);
    this.nodes.set(node, LENGTH, text.length);
    this.nodes.set(node, FIRST, text[0] ?? 0);
    this.nodes.set(node, LAST, text.length < 4 ? 0 : text.readInt32LE(text.length - 4));
  }

  /** True while nothing is known of what stands there: the first text that comes need not become a child. */
  private isBlank(node: number): boolean {
    return this.textOf(node).length === 0 && FOLLOWED.every((field) => this.nodes.get(node, field) === NONE);
  }

  /** Adds a text from a node on, whose own text it begins with or divides; gives the node where it ends. */
  private addText(from: number, text: Buffer): number {
    if (this.isBlank(from)) {
      this.setText(from, text);
      return from;
    }
    let node = from;
    let at = 0;
    for (;;) {
      const known = this.textOf(node);
      const common = commonLength(known, text, at);
      if (common < known.length) this.split(node, common);
      at += common;
      if (at === text.length) return node;
      const next = this.childOf(node, text[at] ?? 0);
      if (next < 0) {
        const leaf = this.addNode(text.subarray(at));
        this.addChild(node, leaf);
        return leaf;
      }
      node = next;
    }
  }

  /** Keeps the first `length` bytes in a node and moves the rest, with all that follows, to a child. */
  private split(node: number, length: number): void {
    const { nodes } = this;
    const text = this.textOf(node);
    const rest = this.addNode(text.subarray(length));
    for (const field of FOLLOWED) {
      nodes.set(rest, field, nodes.get(node, field));
      nodes.set(node, field, NONE);
    }
    this.texts[node >> NODE_SHIFT] = text.subarray(0, length);
    this.measure(node);
    this.addChild(node, rest);
  }

  private addChild(node: number, child: number): void {
    const { nodes, tables } = this;
    const first = nodes.get(node, CHILD);
    if (first <= TABLE) {
      tables[TABLE - first]?.fill(child, nodes.get(child, FIRST), nodes.get(child, FIRST) + 1);
      return;
    }
    // Behind the others: what was seen first is mostly what is seen most.
    const children: number[] = [];
    for (let each = first; each >= 0; each = nodes.get(each, NEXT_CHILD)) children.push(each);
    const last = children.at(-1);
    if (last === undefined) nodes.set(node, CHILD, child);
    else nodes.set(last, NEXT_CHILD, child);
    children.push(child);
    if (children.length < MAX_LISTED) return;
    const table = new Int32Array(256).fill(NONE);
    for (const each of children) table[nodes.get(each, FIRST)] = each;
    nodes.set(node, CHILD, TABLE - tables.length);
    tables.push(table);
  }

  /** What follows a slot hangs below it; gives the node where that begins. */
  private addSlot(node: number, slot: Placeholder): number {
    const { nodes, branches } = this;
    // A number would take the beginning of a stamp, and words and texts would take numbers too: in the order of the cutter.
    const rank = rankOf(slot);
    let before = NONE;
    for (let each = nodes.get(node, BRANCH); each >= 0; each = branches.get(each, NEXT_BRANCH)) {
      const other = this.slots[each >> BRANCH_SHIFT];
      if (other === undefined) continue;
      if (isSameSlot(other, slot)) return branches.get(each, BEHIND);
      if (rankOf(other) < rank) before = each;
    }
    const branch = branches.add(NONE);
    this.slots.push(slot);
    branches.set(branch, CODE, codeOf(slot));
    branches.set(branch, BEHIND, this.addNode(NO_TEXT));
    const next = before < 0 ? nodes.get(node, BRANCH) : branches.get(before, NEXT_BRANCH);
    branches.set(branch, NEXT_BRANCH, next);
    if (before < 0) nodes.set(node, BRANCH, branch);
    else branches.set(before, NEXT_BRANCH, branch);
    return branches.get(branch, BEHIND);
  }
}

/** The child in a list whose text begins with this byte. */
function findChild(nodes: Int32Array, first: number, byte: number): number {
  let child = first;
  while (child >= 0 && nodes[child | FIRST] !== byte) child = nodes[child | NEXT_CHILD] ?? NONE;
  return child;
}

/** Whether these words stand there. */
function hasWords(view: DataView, at: number, words: Int32Array, from: number, count: number): boolean {
  for (let index = 0; index < count; index++) {
    if (view.getInt32((at + index * 4) | 0, true) !== words[(from + index) | 0]) return false;
  }
  return true;
}

function isSameSlot(one: Placeholder, other: Placeholder): boolean {
  return (
    one.kind === other.kind &&
    one.width === other.width &&
    one.separator === other.separator &&
    one.names === other.names
  );
}

const POINT = 0x2e;

function rankOf({ kind, separator }: Placeholder): number {
  if (kind === 'stamp' || kind === 'fineStamp') return 0;
  if (kind === 'clock') return 1;
  if (kind === 'word') return 4;
  if (kind === 'text') return 5;
  return separator === POINT ? 2 : 3;
}

function commonLength(known: Buffer, text: Buffer, from: number): number {
  let length = 0;
  while (length < known.length && from + length < text.length && known[length] === text[from + length]) length++;
  return length;
}
