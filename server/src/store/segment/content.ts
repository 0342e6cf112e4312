import type { Intern } from '../../core/decode/template/cutter.js';
import type { LineTemplate } from '../../core/decode/template/template-tree.js';
import type { LineSearch } from '../../core/search/line-search.js';
import type { DirectoryEntry, WholeDirectory } from './directory.js';
import type { SymbolTable } from './symbols.js';

/** Whether a query cannot distinguish two times, nor any time between them. */
export type AreAlike = (lowest: number, highest: number) => boolean;

/** The rows of one subject. */
export type SubjectRows = Pick<DirectoryEntry, 'firstRow' | 'count'>;

/** What the template of a line tells of a text that is searched in it. */
export const SEARCHED = {
  /** No such line contains it. */
  never: 0,
  /** Every one does. */
  always: 1,
  /** The line's values tell. */
  byValues: 2,
  /** The values and the event's time tell, which stands in the line. */
  byTime: 3,
} as const;

/** A text that is searched in the lines of a segment. */
export interface SegmentSearch {
  /** By symbol one of `SEARCHED`. */
  bySymbol: Uint8Array;
  /** Whether the line of a row contains the text. @param position that of the row where the time tells, else any */
  has(row: SearchedRow, position: number): boolean;
}

/** A row that is searched. */
export interface SearchedRow {
  row: number;
  symbol: number;
  subjectId: number;
}

/** What the lines of a segment are made of, apart from numbers: it tells that a text cannot be in any of them. */
export interface Lexicon {
  templates: readonly LineTemplate[];
  /** Whether there are lines that are kept as they are, in which there may be anything. */
  hasRaws: boolean;
  /** Each word once, in lower case; `unknown` before they were read, `many` where they are too many to remember. */
  words: readonly string[] | 'unknown' | 'many';
}

/** A row, with its position and its subject. */
export interface SegmentRow {
  row: number;
  position: number;
  subjectId: number;
}

/**
 * The queries of a segment. Each reads and decodes only the parts it needs, and
 * keeps what it decoded. Rows are events by subject and number, positions are events in the order of storing.
 * @throws DamagedSegment from every method, when a part it needs is damaged
 */
export interface SegmentContent {
  /** The rows of a subject; undefined when it has no event here. */
  find(subjectId: number): SubjectRows | undefined;
  /** All subjects with their rows. */
  directory(): WholeDirectory;
  /** Positions of the rows that `find` returned, ascending. */
  positionsOf(subjectId: number): Uint16Array;
  /** Positions of all rows. */
  positions(): Uint16Array;
  /** Epoch ms of the event at a position. */
  time(position: number): number;
  /**
   * Epoch ms of the events at these positions. Where `areAlike` says that the query cannot distinguish two times, nor
   * any between them, one may be returned instead of another.
   */
  timesAt(positions: Uint16Array, areAlike?: AreAlike): Float64Array;
  /** Epoch ms by position. */
  times(): Float64Array;
  receivedTime(position: number): number;
  receivedTimes(): Float64Array;
  /** The meaning of the symbols of rows. */
  symbolTable(): Pick<SymbolTable, 'kindIds' | 'sourceIds'>;
  symbol(row: number): number;
  /** The symbols of the rows from `from` to before `to`. */
  symbols(from: number, to: number): Uint16Array;
  /** The line of a row, byte for byte; `position` is the row's. */
  line(row: number, position: number): Buffer;
  /**
   * The template of a row's line, and in `texts` the texts of its placeholders, in their order; undefined when the line is
   * kept as it is.
   */
  template(row: SegmentRow, texts: string[]): LineTemplate | undefined;
  /** The same, but with the values of the placeholders in `values`: words as `intern` numbers them. */
  values(row: SegmentRow, values: Float64Array, intern: Intern): LineTemplate | undefined;
  /** Which lines contain a text; undefined when none can. Rows are best asked for in their order. */
  search(text: LineSearch): SegmentSearch | undefined;
  /** What the lines are made of, apart from numbers. Its words are read only if asked for. */
  lexicon(hasWords: boolean): Lexicon;
  /** Approximate bytes of memory used by what was decoded. */
  readonly byteLength: number;
}

/** The parts of a segment as they are stored. */
export type SegmentPart = 'subjects' | 'keys' | 'facts' | 'lines';

/** The source of a segment's parts, and what else is needed to read them. */
export interface SegmentOrigin {
  count: number;
  /** Bytes of a part. */
  read: (part: SegmentPart) => Buffer;
  /** The name of a tunnel's subject, undefined for other subjects. */
  names: (subjectId: number) => string | undefined;
  /** What opened blocks of lines may take together in memory; for who reads row by row, 0 keeps one. A usual limit if not given. */
  mostOpenedBytes?: number | undefined;
}
