import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { systemPath } from '../../../file-name.js';
import { readAt } from './file-identity.js';
import { isPackedName, UNPACK_COMMANDS } from './log-name.js';

/** A format of compressed files, by the extension that is usual for it. */
export type PackedFormat = keyof typeof UNPACK_COMMANDS & string;

/** The first bytes of each format, by RFC 1952, RFC 8878 and the formats' own documents. */
const SIGNATURES: readonly (readonly [format: PackedFormat, bytes: Buffer])[] = [
  ['gz', Buffer.from([0x1f, 0x8b])],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])],
  ['zst', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  ['lz4', Buffer.from([0x04, 0x22, 0x4d, 0x18])],
  ['lz4', Buffer.from([0x02, 0x21, 0x4c, 0x18])],
  ['7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])],
  ['zip', Buffer.from('PK\x03\x04')],
  ['zip', Buffer.from('PK\x05\x06')],
  ['lz', Buffer.from('LZIP\x01')],
  ['Z', Buffer.from([0x1f, 0x9d])],
  ['lzma', Buffer.from([0x5d, 0x00, 0x00])],
];
/** bzip2: behind the size of its blocks is the beginning of one, or of the end of an empty file. */
const BZIP2 = /^BZh[1-9]$/;
const BZIP2_BLOCKS = [Buffer.from([0x31, 0x41, 0x59, 0x26]), Buffer.from([0x17, 0x72, 0x45, 0x38])];
/** Enough of a file for its format. */
const SIGNATURE_BYTES = 16;

/** The format of compressed content by its first bytes; undefined for anything else, such as text. */
export function packedFormat(head: Buffer): PackedFormat | undefined {
  const found = SIGNATURES.find(([, bytes]) => head.subarray(0, bytes.length).equals(bytes));
  if (found !== undefined) return found[0];
  const isBzip2 = BZIP2.test(head.toString('latin1', 0, 4));
  return isBzip2 && BZIP2_BLOCKS.some((block) => head.subarray(4, 8).equals(block)) ? 'bz2' : undefined;
}

/** As `packedFormat`, for an open file. */
export function packedFormatOf(descriptor: number): PackedFormat | undefined {
  return packedFormat(readAt(descriptor, 0, SIGNATURE_BYTES));
}

/**
 * The format of a file by its content, or by its name where its content is of no known format, it is empty, or it cannot
 * be opened.
 */
export function formatOfFile(file: string): PackedFormat | undefined {
  const named = isPackedName(file) ? path.extname(file).slice(1) : undefined;
  return packedFormat(headOf(file)) ?? named;
}

/** As `formatOfFile`, but text is text, whatever its name says; a .gz that is text is reported as damaged. */
export function formatToIngest(file: string): PackedFormat | undefined {
  const format = formatOfFile(file);
  return format !== 'gz' && isText(headOf(file)) ? undefined : format;
}

/** The first bytes of a regular file; none when it cannot be read. */
export function headOf(file: string, bytes = SIGNATURE_BYTES): Buffer {
  let descriptor: number;
  try {
    descriptor = openSync(systemPath(file), 'r');
  } catch {
    return Buffer.alloc(0);
  }
  try {
    return readAt(descriptor, 0, bytes);
  } finally {
    closeSync(descriptor);
  }
}

/** True for bytes that a text log may begin with. */
function isText(head: Buffer): boolean {
  return head.length > 0 && head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

/** The command that writes the content of a compressed file to its standard output. */
export function unpackToOutput(format: PackedFormat, file: string): string {
  return `${UNPACK_COMMANDS[format] ?? 'gzip -dc'} ${shellWord(file)}`;
}

/** A file is compressed in a way that is not read here, or not in this place. */
export class PackedError extends Error {
  constructor(
    readonly format: PackedFormat,
    file: string,
  ) {
    const remedy =
      format === 'gz'
        ? `follow the log that is written to, and read this file once: tunnelwatch ingest ${shellWord(file)}`
        : `read it with: ${unpackToOutput(format, file)} | tunnelwatch ingest -`;
    super(`nothing of ${file} is read, since it is compressed (${format}); ${remedy}`);
    this.name = 'PackedError';
  }
}

/** A name as a word for the shell; bytes that are not UTF-8 are written as in our text form. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return text.includes('\\x')
    ? `$'${text.replaceAll("'", String.raw`\'`)}'`
    : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
