import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE_BYTES = 8;
/** Length and type in front of a chunk's data, checksum behind it. */
const HEAD_BYTES = 8;
const TAIL_BYTES = 4;

/**
 * The same picture in fewer bytes: browsers compress for speed. Pixels stay as they are.
 *
 * @param {Buffer} png
 * @returns {Buffer}
 */
export function smallerPng(png) {
  const chunks = chunksOf(png);
  const scanlines = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  const kept = chunks.filter(({ type }) => type === 'IHDR' || type === 'IEND');
  const pixels = { type: 'IDAT', data: deflateSync(scanlines, { level: 9, memLevel: 9 }) };
  const [head, end] = kept;
  if (head === undefined || end === undefined) throw new Error('the picture is no whole PNG');
  return Buffer.concat([png.subarray(0, SIGNATURE_BYTES), ...[head, pixels, end].map(written)]);
}

/**
 * @typedef {{ type: string, data: Buffer }} Chunk
 *
 * @param {Buffer} png
 * @returns {Chunk[]}
 */
function chunksOf(png) {
  const chunks = [];
  for (let at = SIGNATURE_BYTES; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + HEAD_BYTES);
    chunks.push({ type, data: png.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length) });
    at += HEAD_BYTES + length + TAIL_BYTES;
  }
  return chunks;
}

/**
 * @param {Chunk} chunk
 * @returns {Buffer}
 */
function written({ type, data }) {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([ends.subarray(0, 4), typed, ends.subarray(4)]);
}
