import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * Has the system prefer other threads of this process to the calling one where processors are scarce. Where threads have no
 * priorities of their own (other systems than Linux) nothing changes.
 * @param niceness 0 to 19; a higher one gives way to more
 */
export function lowerThreadPriority(niceness: number): void {
  try {
    // Read on the calling thread: PID/task/TID, and Linux takes the number of a thread for that of a process.
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (Number.isInteger(thread) && thread > 0) setPriority(thread, niceness);
  } catch {
    // A system or sandbox without it: searches compete with reading lines, as they would without this.
  }
}
