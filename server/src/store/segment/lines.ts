import { inflateRawSync } from 'node:zlib';
import type { Intern } from '../../core/decode/template/cutter.js';
import type { LineTemplate } from '../../core/decode/template/template-tree.js';
import type { PlaceholderKind } from '../../core/decode/template/placeholder.js';
import type { LineSearch } from '../../core/search/line-search.js';
import { lowerAscii, type TemplateMatch } from '../../core/search/template-search.js';
import { BlockSearch } from './block-search.js';
import { type Lexicon, SEARCHED, type SearchedRow, type SegmentSearch } from './content.js';
import { type LineParts, OpenBlock, wordsOf } from './block-reader.js';
import { ByteReader } from './byte-reader.js';
import type { Directory } from './directory.js';
import { checkSum, readable } from './guard.js';
import { type Column, columnsOf, parseShape } from './layout.js';
import { BLOCK_ROWS } from './segment.js';
import type { Symbols } from './symbols.js';

const FRONT_BYTES = 8;

/** About what a template takes in memory, as JSON and parsed. */
const JSON_BYTES = 250;
const SHAPE_BYTES = 1500;
/** What is opened of one segment: lines that all differ take several times the memory of others. */
const MAX_OPENED_BYTES = 16 * 1024 * 1024;

/** What lines are assembled from besides their own part. */
export interface LineContext {
  count: number;
  directory: Directory;
  symbols: Symbols;
  names: (subjectId: number) => string | undefined;
  /** What opened blocks may take together; for who reads row by row, 0 keeps one. */
  mostOpenedBytes?: number | undefined;
}

interface KeptTemplate {
  json: Buffer;
  shape: LineTemplate | undefined;
}

/** Reads the part `lines`; a block is opened, and its checksum verified, when one of its lines is requested. */
export class Lines {
  /** Each template as JSON, parsed once a line of it is requested. */
  private readonly shapes: KeptTemplate[] = [];
  /** The rows of the last requested subject, and its name: lines are mostly read tunnel by tunnel. */
  private named = { firstRow: 0, end: 0, name: '' };
  /** For each template the number of its layout. */
  private readonly layoutOf: number[] = [];
  private readonly layouts: (readonly Column[])[] = [];
  private readonly blocks: { part: Buffer; sum: number }[] = [];
  private readonly opened = new Map<number, OpenBlock>();
  private openedBytes = 0;
  private shapeBytes = 0;

  constructor(
    private readonly part: Buffer,
    private readonly context: LineContext,
  ) {
    const sum = part.readUInt32LE(0);
    const headEnd = FRONT_BYTES + part.readUInt32LE(4);
    checkSum('lines', part.subarray(4, headEnd), sum);
    const reader = new ByteReader(part.subarray(FRONT_BYTES, headEnd));
    this.readShapes(new ByteReader(inflateRawSync(reader.bytes())));
    let at = headEnd;
    for (let from = 0; from < context.count; from += BLOCK_ROWS) {
      const length = reader.varint();
      this.blocks.push({ part: part.subarray(at, at + length), sum: reader.varint() });
      at += length;
    }
  }

  get byteLength(): number {
    return this.part.length + this.openedBytes + this.shapeBytes;
  }

  /** The line of a row whose event has that time. */
  line(row: number, time: number): Buffer {
    return readable('lines', () => {
      const number = Math.floor(row / BLOCK_ROWS);
      return this.blockOf(number).line(row - number * BLOCK_ROWS, this.partsOf(row, time));
    });
  }

  /** As `line`, in parts: the template, and in `texts` the texts of its placeholders; undefined for a line kept as it is. */
  template(
    { row, time, subjectId }: { row: number; time: number; subjectId: number },
    texts: string[],
  ): LineTemplate | undefined {
    return readable('lines', () => {
      const number = Math.floor(row / BLOCK_ROWS);
      const parts = { ...this.partsOf(row, time), name: () => this.nameOfSubject(subjectId) };
      return this.blockOf(number).placeholders(row - number * BLOCK_ROWS, parts, texts) ? parts.shape : undefined;
    });
  }

  /** As `template`, but with the values of the placeholders: words as `intern` numbers them. */
  values(
    { row, time, subjectId }: { row: number; time: number; subjectId: number },
    values: Float64Array,
    intern: Intern,
  ): LineTemplate | undefined {
    return readable('lines', () => {
      const number = Math.floor(row / BLOCK_ROWS);
      const parts = { ...this.partsOf(row, time), name: () => this.nameOfSubject(subjectId) };
      return this.blockOf(number).values(row - number * BLOCK_ROWS, parts, values, intern) ? parts.shape : undefined;
    });
  }

  /** As `SegmentContent.search`. @param timeAt the time of the event at a position, epoch ms */
  search(text: LineSearch, timeAt: (position: number) => number): SegmentSearch | undefined {
    const matches = readable('lines', () => this.shapes.map((kept) => text.match(this.shapeOf(kept))));
    const { shapes } = this.context.symbols.table;
    const bySymbol = Uint8Array.from(shapes, (shape) =>
      shape === 0 ? SEARCHED.byValues : searchedBy(matches[shape - 1]),
    );
    if (bySymbol.every((way) => way === SEARCHED.never)) return undefined;
    let current: { first: number; block: OpenBlock; search: BlockSearch } | undefined;
    const nameOf = (subjectId: number) => this.nameOfSubject(subjectId);
    const has = ({ row, symbol, subjectId }: SearchedRow, position: number): boolean => {
      const first = row - (row % BLOCK_ROWS);
      if (current?.first !== first) {
        const block = this.blockOf(first / BLOCK_ROWS);
        current = { first, block, search: new BlockSearch(block, nameOf) };
      }
      const shape = (shapes[symbol] ?? 0) - 1;
      if (shape < 0) return text.isIn(current.block.raw(row - first));
      const match = matches[shape];
      if (match?.kind !== 'ways') {
        return match?.kind === 'always' || (match?.kind === 'line' && text.isIn(this.line(row, timeAt(position))));
      }
      const time = bySymbol[symbol] === SEARCHED.byTime ? timeAt(position) : Number.NaN;
      return current.search.has({ row: row - first, shape, ways: match.ways, time, subjectId });
    };
    return { bySymbol, has: (row, position) => readable('lines', () => has(row, position)) };
  }

  /** As `SegmentContent.lexicon`. */
  lexicon(hasWords: boolean): Lexicon {
    return readable('lines', () => ({
      templates: this.shapes.map((kept) => this.shapeOf(kept)),
      hasRaws: this.context.symbols.table.shapes.includes(0),
      words: hasWords ? this.words() : 'unknown',
    }));
  }

  private words(): readonly string[] | 'many' {
    const words = new Set<string>();
    for (const [number, { part, sum }] of this.blocks.entries()) {
      const opened = this.opened.get(number);
      if (opened === undefined) checkSum('lines', part, sum);
      for (const word of opened?.words ?? wordsOf(part)) words.add(lowerAscii(word));
      if (words.size > MAX_WORDS) return 'many';
    }
    return Array.from(words, sharedWord);
  }

  private blockOf(number: number): OpenBlock {
    return this.opened.get(number) ?? this.open(number);
  }

  private partsOf(row: number, time: number): LineParts {
    const { symbols } = this.context;
    const kept = this.shapes[(symbols.table.shapes[symbols.of(row)] ?? 0) - 1];
    return { shape: kept === undefined ? undefined : this.shapeOf(kept), time, name: () => this.nameOf(row) };
  }

  private shapeOf(kept: KeptTemplate): LineTemplate {
    if (kept.shape === undefined) {
      kept.shape = rememberedShape(kept.json);
      this.shapeBytes += SHAPE_BYTES;
    }
    return kept.shape;
  }

  private nameOf(row: number): string {
    if (row < this.named.firstRow || row >= this.named.end) {
      const { directory } = this.context;
      const run = directory.rowsFrom(row, 1)[0];
      if (run === undefined) throw new RangeError(`row ${String(row)} has no tunnel`);
      this.named = { firstRow: run.firstRow, end: run.end, name: this.nameOfSubject(run.subjectId) };
    }
    return this.named.name;
  }

  private nameOfSubject(subjectId: number): string {
    const name = this.context.names(subjectId);
    if (name === undefined) throw new RangeError(`the tunnel with the number ${String(subjectId)} has no name`);
    return name;
  }

  private readShapes(reader: ByteReader): void {
    for (let left = reader.count(); left > 0; left--) {
      const json = reader.bytes();
      const layout = reader.varint();
      if (layout < 1 || layout > this.layouts.length + 1) throw new RangeError('a template has no layout');
      if (layout > this.layouts.length) this.layouts.push(columnsOf(rememberedShape(json)));
      this.shapes.push({ json, shape: undefined });
      this.layoutOf.push(layout);
    }
    this.shapeBytes = this.shapes.length * JSON_BYTES;
  }

  private open(number: number): OpenBlock {
    const { symbols, directory, count } = this.context;
    const { part, sum } = this.blocks[number] ?? { part: Buffer.alloc(0), sum: 0 };
    checkSum('lines', part, sum);
    const firstRow = number * BLOCK_ROWS;
    const rows = Math.min(BLOCK_ROWS, count - firstRow);
    const layoutOf = symbols.copy(firstRow, firstRow + rows);
    const { shapes } = symbols.table;
    for (let row = 0; row < rows; row++) {
      const shape = shapes[layoutOf[row] ?? 0] ?? 0;
      layoutOf[row] = shape === 0 ? 0 : (this.layoutOf[shape - 1] ?? this.layouts.length + 1);
    }
    const runStarts = new Uint8Array(rows);
    for (const run of directory.rowsFrom(firstRow, rows)) runStarts[Math.max(0, run.firstRow - firstRow)] = 1;
    const block = new OpenBlock(part, { count: rows, layoutOf, runStarts, layouts: this.layouts });
    if (this.openedBytes + block.byteLength > (this.context.mostOpenedBytes ?? MAX_OPENED_BYTES)) {
      this.opened.clear();
      this.openedBytes = 0;
    }
    this.opened.set(number, block);
    this.openedBytes += block.byteLength;
    return block;
  }
}

/** Words of a lexicon: those of interfaces and tunnels; a segment with more has packets or made-up names in it. */
const MAX_WORDS = 2048;
const MAX_SHARED_WORDS = 65_536;
const sharedWords = new Map<string, string>();

/** Words recur from segment to segment, and are in memory once. */
function sharedWord(word: string): string {
  const known = sharedWords.get(word);
  if (known !== undefined) return known;
  if (sharedWords.size >= MAX_SHARED_WORDS) sharedWords.clear();
  sharedWords.set(word, word);
  return word;
}

function searchedBy(match: TemplateMatch | undefined): number {
  switch (match?.kind) {
    case 'always':
    case 'never':
      return SEARCHED[match.kind];
    case 'ways':
      return match.ways.some((way) => way.some(({ slot }) => STAMPS.has(slot.kind)))
        ? SEARCHED.byTime
        : SEARCHED.byValues;
    case 'line':
    case undefined:
      return SEARCHED.byTime;
  }
}

/** What may be stored as a difference to the event's time. */
const STAMPS: ReadonlySet<PlaceholderKind> = new Set(['stamp', 'fineStamp']);

/** Templates recur from segment to segment; parsed ones are cached for all of them, bounded. */
const MAX_REMEMBERED = 4000;
const remembered = new Map<string, LineTemplate>();

function rememberedShape(bytes: Buffer): LineTemplate {
  const json = bytes.toString('latin1');
  let shape = remembered.get(json);
  if (shape === undefined) {
    shape = parseShape(json);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(json, shape);
  }
  return shape;
}
