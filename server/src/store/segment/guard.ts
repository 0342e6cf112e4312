import { crc32 } from 'node:zlib';
import { DamagedSegment } from './segment.js';

/** Bytes of the checksum before a part. */
const SUM_BYTES = 4;

/** A part, preceded by its checksum. */
export function withSum(part: Buffer): Buffer {
  const whole = Buffer.allocUnsafe(part.length + SUM_BYTES);
  whole.writeUInt32LE(crc32(part), 0);
  part.copy(whole, SUM_BYTES);
  return whole;
}

/** Verifies the checksum before a part, and returns what follows it. */
export function checkedPart(name: string, part: Buffer): Buffer {
  return readable(name, () => {
    const content = part.subarray(SUM_BYTES);
    checkSum(name, content, part.readUInt32LE(0));
    return content;
  });
}

/** @throws DamagedSegment when the checksum of the bytes differs */
export function checkSum(name: string, bytes: Buffer, sum: number): void {
  if (crc32(bytes) !== sum) throw new DamagedSegment(`the checksum of its ${name} does not match`);
}

/** Names the part in any error while it is read. */
export function readable<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof DamagedSegment) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DamagedSegment(`its ${name} cannot be read: ${reason}`, error);
  }
}
