import type { Stats } from 'node:fs';
import type { FileRecord } from '../../../store/file-record.js';

/**
 * What a poll saw of a file, for a quick look at whether it has changed since: numbers, since thousands of quiet files are
 * looked at, and big integers and texts would be most of what is collected as garbage. An inode beyond 2^53, and a time to
 * less than a quarter of a microsecond, are rounded: another file, or another content, of the same size would have to
 * differ by no more than that.
 */
export class FileGlance {
  private constructor(
    private readonly device: number,
    private readonly inode: number,
    private readonly size: number,
    private readonly changedMs: number,
  ) {}

  /** @param seen its size, and its last change in nanoseconds since the epoch */
  static of({ device, inode }: FileRecord, { size, mtimeNs }: { size: bigint; mtimeNs: bigint }): FileGlance {
    // As Node.js calculates `mtimeMs`.
    const changedMs = Number(mtimeNs / 1_000_000_000n) * 1000 + Number(mtimeNs % 1_000_000_000n) / 1_000_000;
    return new FileGlance(Number(device), Number(inode), Number(size), changedMs);
  }

  /** True when a file looks like the one that was seen, unchanged. */
  matches({ dev, ino, size, mtimeMs }: Stats): boolean {
    return size === this.size && mtimeMs === this.changedMs && ino === this.inode && dev === this.device;
  }
}
