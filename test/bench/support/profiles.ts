import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '../report.js';
import { readProfile, type ThreadProfile } from './thread-profile.js';

/** Functions listed of a thread; those with less than this share of its time are left out. */
const LISTED = 12;
const LEAST_SHARE = 0.005;

/** Processor profiles of the processes that a run measures: a folder for each process, a file for each of its threads. */
export class Profiles {
  private job = '';
  private runs = 0;
  private untold: { title: string; folder: string }[] = [];

  /** @param folder where they stay after the run */
  constructor(private readonly folder: string) {}

  /** Names the job that the next processes belong to. */
  beginJob(name: string): void {
    this.job = name;
    this.runs = 0;
  }

  /** Flags of Node.js that have the next process write its profiles when it ends. */
  nextFlags(): string[] {
    this.runs += 1;
    const folder = join(this.folder, `${this.job}-${String(this.runs)}`);
    mkdirSync(folder, { recursive: true });
    this.untold.push({ title: `Profile of ${this.job}, process ${String(this.runs)}`, folder });
    return ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  }

  /** A table for each thread of the processes that have ended since the last call. */
  takeTables(): Table[] {
    const runs = this.untold;
    this.untold = [];
    return runs.flatMap(({ title, folder }) => {
      const files = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
      const threads = files.map((name) => readProfile(join(folder, name)));
      return named(threads).map((thread) => tableOf(title, thread));
    });
  }
}

/** Threads of one entry file are told apart by a number; the main thread comes first, the others by their work. */
function named(threads: readonly ThreadProfile[]): ThreadProfile[] {
  const sorted = [...threads].sort((a, b) => Number(b.isMain) - Number(a.isMain) || busyOf(b) - busyOf(a));
  return sorted.map((thread) => {
    const alike = sorted.filter(({ name }) => name === thread.name);
    return alike.length === 1 ? thread : { ...thread, name: `${thread.name} ${String(alike.indexOf(thread) + 1)}` };
  });
}

function busyOf({ seconds, idle }: ThreadProfile): number {
  return seconds * (1 - idle);
}

function tableOf(title: string, { name, seconds, idle, collecting, native, functions }: ThreadProfile): Table {
  const listed = functions.filter(({ share }) => share >= LEAST_SHARE).slice(0, LISTED);
  return {
    title: `${title}: thread ${name}`,
    rows: [
      { what: 'idle', value: idle * 100, unit: '%' },
      { what: 'garbage collection', value: collecting * 100, unit: '%' },
      { what: 'native, outside of functions', value: native * 100, unit: '%' },
      ...listed.map(({ name: what, place, share }) => ({
        what,
        value: share * 100,
        unit: '%' as const,
        note: place,
      })),
    ],
    notes: [
      `Shares of ${seconds.toFixed(1)} s; a function's is its own time, with what it calls of native code, such as SQLite and zlib.`,
    ],
  };
}
