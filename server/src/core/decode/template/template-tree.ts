import { codeOf, readSlot, PlaceholderReader } from './placeholder-reader.js';
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

interface Branch {
  slot: Placeholder;
  code: number;
  node: Node;
}

const NO_WORDS = new Int32Array(0);

function wordsOf(text: Buffer): Int32Array {
  return Int32Array.from({ length: text.length >> 2 }, (_, index) => text.readInt32LE(index * 4));
}

/** From this many children on, a table of all bytes is kept instead of a list. */
const MAX_LISTED = 6;

/** A stretch of text, and what may follow it: the end of a line, a slot, or text by its first byte. */
class Node {
  shape: LineTemplate | undefined;
  branches: Branch[] = [];
  /** Children in no order, found by the first byte of their text; few nodes have more than two. */
  private list: Node[] = [];
  private table: (Node | undefined)[] | undefined;
  /** The text again, four bytes at a time: comparing them one by one took most of the time of a line. */
  words: Int32Array = NO_WORDS;
  /** The last four bytes, which overlap the words before them; 0 for a shorter text. */
  last = 0;
  length = 0;
  /** The first byte; 0 for an empty text. */
  first = 0;

  constructor(public text: Buffer) {
    this.measure();
  }

  private measure(): void {
    const { text } = this;
    this.words = wordsOf(text);
    this.length = text.length;
    this.last = text.length < 4 ? 0 : text.readInt32LE(text.length - 4);
    this.first = text[0] ?? 0;
  }

  child(byte: number): Node | undefined {
    if (this.table !== undefined) return this.table[byte];
    const { list } = this;
    for (let index = 0; index < list.length; index++) if (list[index]?.first === byte) return list[index];
    return undefined;
  }

  addChild(node: Node): void {
    this.list.push(node);
    if (this.list.length < MAX_LISTED) return;
    this.table ??= new Array<Node | undefined>(256).fill(undefined);
    for (const each of this.list) this.table[each.text[0] ?? 0] = each;
  }

  /** Keeps the first `length` bytes here and moves the rest, with all that follows, to a child. */
  split(length: number): void {
    const rest = new Node(this.text.subarray(length));
    rest.shape = this.shape;
    rest.branches = this.branches;
    rest.list = this.list;
    rest.table = this.table;
    this.shape = undefined;
    this.branches = [];
    this.list = [];
    this.table = undefined;
    this.addChild(rest);
    this.text = this.text.subarray(0, length);
    this.measure();
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
  private readonly root = new Node(Buffer.alloc(0));
  private readonly reader: PlaceholderReader;
  /** The buffer of the line that was matched last, and a view of it. */
  private buffer: Buffer = Buffer.alloc(0);
  private view = new DataView(this.buffer.buffer, 0, 0);

  constructor(
    internText: (text: string) => number,
    private readonly mostShapes: number,
  ) {
    this.reader = new PlaceholderReader(internText);
  }

  /** The shape of the line between `start` and `end`; undefined when no line like it was added. */
  match(buffer: Buffer, start: number, end: number): LineTemplate | undefined {
    if (buffer !== this.buffer) {
      this.buffer = buffer;
      this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    }
    let node = this.root;
    let at = start;
    let count = 0;
    for (;;) {
      at = this.passText(node, at, end);
      if (at < 0) return undefined;
      if (at === end) return node.shape;
      const branch = node.branches.length === 0 ? undefined : this.takeBranch(node, buffer, at, end);
      if (branch !== undefined) {
        this.values[count++] = this.reader.value;
        if (branch.slot.kind === 'long') this.values[count++] = this.reader.second;
        at = this.reader.end;
        node = branch.node;
        continue;
      }
      const next = node.child(buffer[at] ?? 0);
      if (next === undefined) return undefined;
      node = next;
    }
  }

  /** The place behind a node's text; −1 when something else stands there. */
  private passText({ text, words, length, last }: Node, from: number, end: number): number {
    const { view, buffer } = this;
    const behind = from + length;
    if (end < behind) return -1;
    if (length >= 4) {
      for (let index = 0, at = from; index < words.length; index++, at += 4) {
        if (view.getInt32(at, true) !== words[index]) return -1;
      }
      return view.getInt32(behind - 4, true) === last ? behind : -1;
    }
    for (let index = 0; index < length; index++) if (buffer[from + index] !== text[index]) return -1;
    return behind;
  }

  /** Adds a line's shape; undefined when there are too many shapes, or it has too many values. */
  add(cut: Pick<LineTemplate, 'texts' | 'slots'>): LineTemplate | undefined {
    const valueCount = cut.slots.reduce((sum, slot) => sum + valuesOf(slot), 0);
    if (this.shapes.length >= this.mostShapes || valueCount > this.values.length) return undefined;
    let node = this.root;
    cut.texts.forEach((text, index) => {
      node = addText(node, Buffer.from(text, 'latin1'));
      const slot = cut.slots[index];
      if (slot !== undefined) node = addSlot(node, slot);
    });
    node.shape ??= { index: this.shapes.push(SHAPE_TO_COME) - 1, texts: cut.texts, slots: cut.slots, valueCount };
    this.shapes[node.shape.index] = node.shape;
    return node.shape;
  }

  private takeBranch(node: Node, buffer: Buffer, at: number, end: number): Branch | undefined {
    const { branches } = node;
    for (let index = 0; index < branches.length; index++) {
      const branch = branches[index];
      if (branch !== undefined && readSlot(this.reader, branch.code, branch.slot, buffer, at, end)) return branch;
    }
    return undefined;
  }
}

const SHAPE_TO_COME: LineTemplate = { index: -1, texts: [], slots: [], valueCount: 0 };

function addText(from: Node, text: Buffer): Node {
  let node = from;
  let at = 0;
  while (at < text.length) {
    const next = node.child(text[at] ?? 0);
    if (next === undefined) {
      const leaf = new Node(text.subarray(at));
      node.addChild(leaf);
      return leaf;
    }
    const common = commonLength(next.text, text, at);
    if (common < next.text.length) next.split(common);
    at += common;
    node = next;
  }
  return node;
}

/** What follows a slot hangs below an empty node of its own. */
function addSlot(node: Node, slot: Placeholder): Node {
  const known = node.branches.find(
    (branch) =>
      branch.slot.kind === slot.kind &&
      branch.slot.width === slot.width &&
      branch.slot.separator === slot.separator &&
      branch.slot.names === slot.names,
  );
  if (known !== undefined) return known.node;
  const branch = { slot, code: codeOf(slot), node: new Node(Buffer.alloc(0)) };
  // A number would take the beginning of a stamp, and words and texts would take numbers too: in the order of the cutter.
  const rank = rankOf(slot);
  const next = node.branches.findIndex((other) => rankOf(other.slot) >= rank);
  node.branches.splice(next < 0 ? node.branches.length : next, 0, branch);
  return branch.node;
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
