import { readFileSync } from 'node:fs';
import type { FileTail } from './file-tail.js';

/** Maximum number of open files, when the process may open more. */
const MAX_OPEN = 1024;
const MIN_OPEN = 16;
/** The default limit of open files of a process on Linux. */
const USUAL_LIMIT = 1024;

/** Limits the number of open files: of the quiet ones, those that were quiet for longest are closed. */
export class OpenHandles {
  /** In the order of their last activity. */
  private readonly tails = new Set<FileTail>();

  /** @param most maximum number of open files; rotated ones that are being read are additional */
  constructor(private most = usualMost()) {}

  /** A tail has its file open and has read something of it. */
  note(tail: FileTail): void {
    this.tails.delete(tail);
    this.tails.add(tail);
  }

  forget(tail: FileTail): void {
    this.tails.delete(tail);
  }

  /** Closes quiet files above the limit. */
  enforce(): void {
    if (this.tails.size <= this.most) return;
    for (const tail of this.tails) {
      if (!tail.isOpen || tail.park()) this.tails.delete(tail);
      if (this.tails.size <= this.most) return;
    }
  }

  /** The system has refused to open another one: half of those that are open must suffice. */
  shrink(): void {
    this.most = Math.max(MIN_OPEN, Math.floor(this.tails.size / 2));
    this.enforce();
  }
}

/** A quarter of what the process may open: the store, the sockets and rotated files need the rest. */
function usualMost(): number {
  return Math.max(MIN_OPEN, Math.min(MAX_OPEN, Math.floor(limitOfProcess() / 4)));
}

function limitOfProcess(): number {
  try {
    const found = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return found === 'unlimited' ? Number.POSITIVE_INFINITY : Number(found ?? USUAL_LIMIT);
  } catch {
    // Not on Linux: the usual limit is the safe guess.
    return USUAL_LIMIT;
  }
}
