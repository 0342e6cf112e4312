import type { Intern } from '../../core/decode/template/cutter.js';
import type { LineTemplate } from '../../core/decode/template/template-tree.js';
import { BitReader } from './bit-reader.js';
import type { LineSearch } from '../../core/search/line-search.js';
import type {
  AreAlike,
  Lexicon,
  SegmentContent,
  SegmentOrigin,
  SegmentRow,
  SegmentSearch,
  SubjectRows,
} from './content.js';
import { Directory, type DirectoryEntry, Postings, type WholeDirectory } from './directory.js';
import { checkedPart, readable } from './guard.js';
import { Lines } from './lines.js';
import { Symbols, type SymbolTable } from './symbols.js';
import { headBytes, Times } from './times.js';
import { DamagedSegment, SEGMENT_VERSION } from './segment.js';

interface Facts {
  times: Times;
  received: Times;
  symbols: Symbols;
}

/** A segment as it is stored; its parts are decoded on demand. */
export class EncodedContent implements SegmentContent {
  private openDirectory: Directory | undefined;
  private wholeDirectory: WholeDirectory | undefined;
  private openPostings: Postings | undefined;
  private allPositions: Uint16Array | undefined;
  private openFacts: Facts | undefined;
  private openLines: Lines | undefined;
  private factBytes = 0;

  constructor(private readonly origin: SegmentOrigin) {}

  get byteLength(): number {
    const { openDirectory, openPostings, openFacts, openLines, wholeDirectory, allPositions } = this;
    return (
      (openDirectory?.byteLength ?? 0) +
      (wholeDirectory === undefined ? 0 : wholeDirectory.subjects.byteLength * 2) +
      (openPostings?.byteLength ?? 0) +
      (allPositions?.byteLength ?? 0) +
      (openFacts === undefined ? 0 : this.factBytes + openFacts.times.byteLength + openFacts.received.byteLength) +
      (openLines?.byteLength ?? 0)
    );
  }

  find(subjectId: number): SubjectRows | undefined {
    return readable('subjects', () => this.subjects().find(subjectId));
  }

  directory(): WholeDirectory {
    this.wholeDirectory ??= readable('subjects', () => this.subjects().whole());
    return this.wholeDirectory;
  }

  positionsOf(subjectId: number): Uint16Array {
    const entry: DirectoryEntry | undefined = readable('subjects', () => this.subjects().find(subjectId));
    if (entry === undefined) return new Uint16Array(0);
    if (this.allPositions !== undefined) {
      return this.allPositions.subarray(entry.firstRow, entry.firstRow + entry.count);
    }
    return readable('keys', () => this.postings().of(entry));
  }

  positions(): Uint16Array {
    const directory = this.directory();
    this.allPositions ??= readable('keys', () => this.postings().all(directory));
    return this.allPositions;
  }

  time(position: number): number {
    return readable('facts', () => this.facts().times.at(position));
  }

  timesAt(positions: Uint16Array, areAlike?: AreAlike): Float64Array {
    return readable('facts', () => this.facts().times.of(positions, areAlike));
  }

  times(): Float64Array {
    return readable('facts', () => this.facts().times.all());
  }

  receivedTime(position: number): number {
    return readable('facts', () => this.facts().received.at(position));
  }

  receivedTimes(): Float64Array {
    return readable('facts', () => this.facts().received.all());
  }

  symbolTable(): SymbolTable {
    return readable('facts', () => this.facts().symbols.table);
  }

  symbol(row: number): number {
    return readable('facts', () => this.facts().symbols.of(row));
  }

  symbols(from: number, to: number): Uint16Array {
    return readable('facts', () => this.facts().symbols.copy(from, to));
  }

  line(row: number, position: number): Buffer {
    const time = this.time(position);
    this.openLines ??= this.openTheLines();
    return this.openLines.line(row, time);
  }

  template({ row, position, subjectId }: SegmentRow, texts: string[]): LineTemplate | undefined {
    const time = this.time(position);
    this.openLines ??= this.openTheLines();
    return this.openLines.template({ row, time, subjectId }, texts);
  }

  values({ row, position, subjectId }: SegmentRow, values: Float64Array, intern: Intern): LineTemplate | undefined {
    const time = this.time(position);
    this.openLines ??= this.openTheLines();
    return this.openLines.values({ row, time, subjectId }, values, intern);
  }

  search(text: LineSearch): SegmentSearch | undefined {
    this.openLines ??= this.openTheLines();
    return this.openLines.search(text, (position) => this.time(position));
  }

  lexicon(hasWords: boolean): Lexicon {
    this.openLines ??= this.openTheLines();
    return this.openLines.lexicon(hasWords);
  }

  private subjects(): Directory {
    this.openDirectory ??= new Directory(checkedPart('subjects', this.origin.read('subjects')), this.origin.count);
    return this.openDirectory;
  }

  private postings(): Postings {
    this.openPostings ??= new Postings(checkedPart('keys', this.origin.read('keys')), this.origin.count);
    return this.openPostings;
  }

  private facts(): Facts {
    if (this.openFacts !== undefined) return this.openFacts;
    const { count } = this.origin;
    const part = checkedPart('facts', this.origin.read('facts'));
    const bitBytes = part.readUInt32LE(0);
    const timesEnd = 4 + headBytes(count);
    const receivedEnd = timesEnd + headBytes(count);
    const bits = new BitReader(part.subarray(receivedEnd, receivedEnd + bitBytes));
    const times = new Times(part.subarray(4, timesEnd), bits, count);
    const received = new Times(part.subarray(timesEnd, receivedEnd), bits, count);
    const symbols = new Symbols(part.subarray(receivedEnd + bitBytes), count);
    this.factBytes = part.length + symbols.byteLength;
    this.openFacts = { times, received, symbols };
    return this.openFacts;
  }

  private openTheLines(): Lines {
    const { count, names, mostOpenedBytes } = this.origin;
    const directory = readable('subjects', () => this.subjects());
    const { symbols } = readable('facts', () => this.facts());
    return readable(
      'lines',
      () => new Lines(this.origin.read('lines'), { count, directory, symbols, names, mostOpenedBytes }),
    );
  }
}

/** Opens a segment; nothing is read yet. @throws DamagedSegment when the version is not known */
export function openContent(version: number, origin: SegmentOrigin): SegmentContent {
  if (version === SEGMENT_VERSION) return new EncodedContent(origin);
  throw new DamagedSegment(`unknown version ${String(version)}: it was written by a newer Tunnelwatch`);
}
