import { readFileSync } from 'node:fs';

/** Ticks of the kernel's clock a second, as /proc counts processor time; 100 on every Linux that matters. */
const TICKS = 100;

/** What the kernel tells of a process. */
export interface ProcessStats {
  /** Processor time of all its threads so far, user and system. */
  cpuSeconds: number;
  rssBytes: number;
  /** The most memory that it ever held. */
  peakRssBytes: number;
  /** Bytes that its calls have read, from files and from anything else. */
  readBytes: number;
}

/** Asks the kernel about a process; undefined when it has ended, or where there is no /proc. */
export function statsOf(pid: number): ProcessStats | undefined {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    // A process that has ended and was not waited for yet has no memory any more.
    if (!status.includes('VmRSS:')) return undefined;
    return {
      cpuSeconds: cpuSecondsOf(pid),
      rssBytes: kilobytes(status, 'VmRSS') * 1024,
      peakRssBytes: kilobytes(status, 'VmHWM') * 1024,
      readBytes: Number(/^rchar: (\d+)$/m.exec(readFileSync(`/proc/${String(pid)}/io`, 'utf8'))?.[1] ?? 0),
    };
  } catch {
    // Gone between two looks: there is nothing to tell of it.
    return undefined;
  }
}

/**
 * Processor time of a process, user and system, seconds.
 * @throws when there is no such process
 */
export function cpuSecondsOf(pid: number): number {
  return ticksAt(pid, [FIELD.utime, FIELD.stime]) / TICKS;
}

/** Processor time of all children of this process that have ended and were waited for, seconds. */
export function cpuSecondsOfEndedChildren(): number {
  return ticksAt(process.pid, [FIELD.cutime, FIELD.cstime]) / TICKS;
}

/** Places behind the command's name in /proc/PID/stat (proc(5)); the name may hold spaces and brackets. */
const FIELD = { utime: 11, stime: 12, cutime: 13, cstime: 14 } as const;

function ticksAt(pid: number, fields: readonly number[]): number {
  const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const values = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields.reduce((sum, field) => sum + Number(values[field]), 0);
}

function kilobytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
}

/** How busy all processors are together, 0 to 1, between two calls of the function that this gives. */
export function busyMeter(): () => number {
  let before = totals();
  return () => {
    const now = totals();
    const all = now.all - before.all;
    const busy = now.busy - before.busy;
    before = now;
    return all === 0 ? 0 : busy / all;
  };
}

function totals(): { all: number; busy: number } {
  const line = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? '';
  // user nice system idle iowait irq softirq steal; guests are in user already.
  const values = line.split(' ').slice(0, 8).map(Number);
  const all = values.reduce((sum, value) => sum + value, 0);
  return { all, busy: all - (values[3] ?? 0) - (values[4] ?? 0) };
}
