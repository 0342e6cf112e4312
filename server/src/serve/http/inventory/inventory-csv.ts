import { INVENTORY_COLUMNS, INVENTORY_LIMITS, type InventoryEntry } from '@tunnelwatch/shared/inventory';
import { CsvError, parse, type Parser } from 'csv-parse';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { TextDecoder } from 'node:util';
import { type FileFault, ImportRows } from '../../../core/inventory/import-rows.js';
import { csvRow } from '../events/csv.js';

/** A file that was parsed into rows. */
export type ReadCsv = { ok: true; rows: ImportRows } | { ok: false; fault: FileFault };

const SEPARATORS = [',', ';', '\t'] as const;
const MAX_CELL = 10_000;
/** A longer first line does not name columns. */
const MAX_HEADER = 4096;

interface ParsedRow {
  record: string[];
  info: { lines: number };
}

/**
 * Parses an inventory file as it arrives, so that pages are served in between: CSV as in RFC 4180, in UTF-8 with or
 * without a byte order mark, with cells separated by commas, semicolons or tabs, as in its first line.
 */
export async function readInventoryCsv(source: AsyncIterable<Uint8Array>): Promise<ReadCsv> {
  const rows = new ImportRows();
  const reading = new CsvReading(rows);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  let wrong: FileFault | undefined;
  for await (const chunk of source) {
    bytes += chunk.length;
    // The error is reported once the client has sent everything: a closed connection would tell it nothing.
    if (wrong !== undefined && bytes < 2 * INVENTORY_LIMITS.importBytes) continue;
    if (bytes >= 2 * INVENTORY_LIMITS.importBytes) break;
    if (bytes > INVENTORY_LIMITS.importBytes) wrong = { line: reading.line, reason: `larger than ${MAX_MIB} MiB` };
    else wrong = await takeChunk(reading, decoder, chunk);
    await nextTurn();
  }
  wrong ??= await takeChunk(reading, decoder, undefined);
  wrong ??= await reading.end();
  return wrong === undefined ? { ok: true, rows } : { ok: false, fault: wrong };
}

async function takeChunk(
  reading: CsvReading,
  decoder: TextDecoder,
  chunk: Uint8Array | undefined,
): Promise<FileFault | undefined> {
  const text = decode(decoder, chunk);
  if (text === undefined) return { line: reading.line, reason: NOT_UTF8 };
  return text === '' ? undefined : reading.take(text);
}

const MAX_MIB = String(INVENTORY_LIMITS.importBytes / 1024 / 1024);
const NOT_UTF8 = 'the file is not UTF-8: save it as “CSV UTF-8”';

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined): string | undefined {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    return undefined;
  }
}

/** Text that is parsed into rows. */
class CsvReading {
  line = 1;
  private head = '';
  private parser: Parser | undefined;
  private hasHeader = false;
  private fault: FileFault | undefined;
  /** Settles when the parser has finished or failed. */
  private over: Promise<void> = Promise.resolve();
  /** Surplus lines in the parser's count so far. */
  private drift = 0;

  constructor(private readonly rows: ImportRows) {}

  async take(text: string): Promise<FileFault | undefined> {
    if (this.parser !== undefined) return this.write(this.parser, text);
    this.head += text;
    // The separator is detected in the first line.
    if (!/[\r\n]/.test(this.head) && this.head.length < MAX_HEADER) return undefined;
    return this.begin();
  }

  async end(): Promise<FileFault | undefined> {
    if (this.parser === undefined) await this.begin();
    const { parser } = this;
    if (parser !== undefined && this.fault === undefined) {
      parser.end();
      await this.over;
    }
    if (this.fault === undefined && !this.hasHeader)
      return { line: 1, reason: 'the file is empty: the first row must name the columns' };
    return this.fault;
  }

  private begin(): Promise<FileFault | undefined> {
    const [first = ''] = this.head.split(/\r\n|\r|\n/, 1);
    const delimiter = SEPARATORS.map((separator) => ({ separator, parts: first.split(separator).length })).sort(
      (a, b) => b.parts - a.parts,
    )[0]?.separator;
    this.parser = parse({
      delimiter: delimiter ?? ',',
      info: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: MAX_CELL,
    });
    const { parser } = this;
    this.over = new Promise((resolve) => {
      parser.once('end', resolve);
      parser.once('close', resolve);
    });
    this.parser.on('readable', () => {
      this.drain();
    });
    this.parser.on('error', (error) => {
      this.fault ??= { line: lineOf(error) ?? this.line, reason: wordsOf(error) };
    });
    return this.write(this.parser, this.head);
  }

  private async write(parser: Parser, text: string): Promise<FileFault | undefined> {
    if (this.fault === undefined && !parser.write(text)) {
      // After an error it accepts nothing more; the error is reported as a fault.
      await Promise.race([new Promise((resolve) => parser.once('drain', resolve)), this.over]);
    }
    return this.fault;
  }

  private drain(): void {
    for (;;) {
      // With the options above it returns such objects.
      const row = this.parser?.read() as ParsedRow | null | undefined;
      if (row === null || row === undefined || this.fault !== undefined) return;
      const { record, info } = row;
      this.line = this.lineOfRow(record, info.lines);
      this.fault = this.hasHeader ? this.rows.row(record, this.line) : this.rows.header(record, this.line);
      this.hasHeader = true;
    }
  }

  /**
   * The line that a row begins on, which is the one that users look for. The parser reports the line that it ends on,
   * and counts a CR LF within a cell as two.
   */
  private lineOfRow(record: readonly string[], endLine: number): number {
    const counted = record.reduce((sum, cell) => sum + (cell.match(/[\r\n]/g)?.length ?? 0), 0);
    const ends = record.reduce((sum, cell) => sum + (cell.match(/\r\n|[\r\n]/g)?.length ?? 0), 0);
    const begins = endLine - counted - this.drift;
    this.drift += counted - ends;
    return Math.max(1, begins);
  }
}

function lineOf(error: Error): number | undefined {
  const lines: unknown = Reflect.get(error, 'lines');
  return typeof lines === 'number' ? lines : undefined;
}

function wordsOf(error: Error): string {
  if (!(error instanceof CsvError)) return error.message;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quoted cell is not closed at the end of the file';
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return 'quote in the middle of a cell: quote the whole cell, and double the quotes inside it';
    case 'CSV_MAX_RECORD_SIZE':
      return `a row has more than ${String(MAX_CELL)} characters: is a quote missing?`;
    default:
      return error.message;
  }
}

/** The first row of an export. */
export const INVENTORY_CSV_HEAD = csvRow(INVENTORY_COLUMNS);

/** An entry as a row that can be imported again. */
export function inventoryCsvRow({ gateway, kind, pattern, name, site, peer, note, priority }: InventoryEntry): string {
  const [matchkey, iface] = kind === 'matchkey' ? [pattern, ''] : ['', pattern];
  return csvRow([gateway, matchkey, iface, name, site, peer, note, priority]);
}
