import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { EventColumns } from '../../core/events/event-columns.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';

/** The meaning of a symbol. */
export interface SymbolTable {
  kindIds: Uint32Array;
  sourceIds: Uint32Array;
  /** Template numbers of the segment; 0 for lines that are stored verbatim. */
  shapes: Uint32Array;
}

/** Rows whose symbols are compressed together. */
const CHUNK_ROWS = 4096;
const DEFLATE = { level: 1 } as const;

/** Assigns a number to each distinct (kind, source, template) of a segment. Arrays are reused. */
export class SymbolCollector {
  /** For each row its symbol. */
  symbols = new Uint16Array(0);
  symbolCount = 0;
  private kindIds = new Uint32Array(256);
  private sourceIds = new Uint32Array(256);
  private shapeIndexes = new Int32Array(256);
  /** Open addressing; 0 for free, else a symbol plus one. */
  private slots = new Uint32Array(1024);

  /** @param positions for each row the position of its event */
  collect(columns: EventColumns, positions: Uint32Array): void {
    const { count, kindIds, sourceIds, shapes } = columns;
    if (this.symbols.length < count) this.symbols = new Uint16Array(count);
    this.slots.fill(0);
    this.symbolCount = 0;
    const { symbols } = this;
    for (let row = 0; row < count; row++) {
      const at = positions[row] ?? 0;
      symbols[row] = this.numberOf(kindIds[at] ?? 0, sourceIds[at] ?? 0, shapes[at] ?? 0);
    }
  }

  /** Index of a symbol's template among those of `LineTexts`. */
  shapeIndex(symbol: number): number {
    return this.shapeIndexes[symbol] ?? 0;
  }

  /** This part of the facts; `shapeNumber` returns the segment's own number of a template. */
  write(count: number, shapeNumber: (symbol: number) => number): Buffer {
    const writer = new ByteWriter(this.symbolCount * 6 + count / 2 + 64);
    writer.varint(this.symbolCount);
    for (let symbol = 0; symbol < this.symbolCount; symbol++) {
      writer.varint(this.kindIds[symbol] ?? 0);
      writer.varint(this.sourceIds[symbol] ?? 0);
      writer.varint(shapeNumber(symbol));
    }
    const isWide = this.symbolCount > 256;
    for (let from = 0; from < count; from += CHUNK_ROWS) {
      const part = this.symbols.subarray(from, Math.min(from + CHUNK_ROWS, count));
      const plain = isWide ? Buffer.from(part.buffer, part.byteOffset, part.byteLength) : Uint8Array.from(part);
      writer.bytes(deflateRawSync(plain, DEFLATE));
    }
    return writer.view();
  }

  private numberOf(kindId: number, sourceId: number, shapeIndex: number): number {
    const mask = this.slots.length - 1;
    let slot = (Math.imul(shapeIndex, 31) + Math.imul(kindId, 7) + sourceId) & mask;
    for (;;) {
      const found = (this.slots[slot] ?? 0) - 1;
      if (found < 0) return this.add(kindId, sourceId, shapeIndex, slot);
      if (
        this.shapeIndexes[found] === shapeIndex &&
        this.kindIds[found] === kindId &&
        this.sourceIds[found] === sourceId
      ) {
        return found;
      }
      slot = (slot + 1) & mask;
    }
  }

  private add(kindId: number, sourceId: number, shapeIndex: number, slot: number): number {
    const symbol = this.symbolCount;
    if (symbol === this.kindIds.length) this.grow();
    this.kindIds[symbol] = kindId;
    this.sourceIds[symbol] = sourceId;
    this.shapeIndexes[symbol] = shapeIndex;
    this.slots[slot] = symbol + 1;
    this.symbolCount += 1;
    if (this.symbolCount * 2 > this.slots.length) this.rehash();
    return symbol;
  }

  private grow(): void {
    const length = this.kindIds.length * 2;
    const wider = <Kind extends Uint32Array | Int32Array>(longer: Kind, old: Kind) => {
      longer.set(old);
      return longer;
    };
    this.kindIds = wider(new Uint32Array(length), this.kindIds);
    this.sourceIds = wider(new Uint32Array(length), this.sourceIds);
    this.shapeIndexes = wider(new Int32Array(length), this.shapeIndexes);
  }

  private rehash(): void {
    const mask = this.slots.length * 2 - 1;
    this.slots = new Uint32Array(mask + 1);
    for (let symbol = 0; symbol < this.symbolCount; symbol++) {
      const kindId = this.kindIds[symbol] ?? 0;
      let slot =
        (Math.imul(this.shapeIndexes[symbol] ?? 0, 31) + Math.imul(kindId, 7) + (this.sourceIds[symbol] ?? 0)) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = symbol + 1;
    }
  }
}

/** Reads what `SymbolCollector` wrote; a chunk is opened when one of its rows is requested. */
export class Symbols {
  readonly table: SymbolTable;
  private readonly chunks: Buffer[] = [];
  private readonly opened: (Uint16Array | Uint8Array | undefined)[] = [];

  constructor(
    part: Buffer,
    private readonly count: number,
  ) {
    const reader = new ByteReader(part);
    const symbolCount = reader.varint();
    if (symbolCount > count) throw new RangeError('it has more symbols than events');
    this.table = {
      kindIds: new Uint32Array(symbolCount),
      sourceIds: new Uint32Array(symbolCount),
      shapes: new Uint32Array(symbolCount),
    };
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      this.table.kindIds[symbol] = reader.varint();
      this.table.sourceIds[symbol] = reader.varint();
      this.table.shapes[symbol] = reader.varint();
    }
    for (let from = 0; from < count; from += CHUNK_ROWS) this.chunks.push(reader.bytes());
  }

  /** Size in bytes when all chunks are open. */
  get byteLength(): number {
    return this.count * (this.table.kindIds.length > 256 ? 2 : 1);
  }

  /** The symbol of a row. */
  of(row: number): number {
    const number = Math.floor(row / CHUNK_ROWS);
    const chunk = this.opened[number] ?? this.open(number);
    return chunk[row % CHUNK_ROWS] ?? 0;
  }

  /** Copies the symbols of the rows from `from` to before `to`. */
  copy(from: number, to: number): Uint16Array {
    const symbols = new Uint16Array(to - from);
    for (let at = from; at < to;) {
      const number = Math.floor(at / CHUNK_ROWS);
      const chunk = this.opened[number] ?? this.open(number);
      const end = Math.min(to, (number + 1) * CHUNK_ROWS);
      symbols.set(chunk.subarray(at % CHUNK_ROWS, end - number * CHUNK_ROWS), at - from);
      at = end;
    }
    return symbols;
  }

  private open(number: number): Uint16Array | Uint8Array {
    const rows = Math.min(CHUNK_ROWS, this.count - number * CHUNK_ROWS);
    const plain = inflateRawSync(this.chunks[number] ?? Buffer.alloc(0));
    const isWide = this.table.kindIds.length > 256;
    if (plain.length !== rows * (isWide ? 2 : 1)) throw new RangeError('its symbols have the wrong length');
    // A copy at an even address: a Uint16Array must be aligned.
    const chunk = isWide ? new Uint16Array(Uint8Array.from(plain).buffer) : plain;
    this.opened[number] = chunk;
    return chunk;
  }
}
