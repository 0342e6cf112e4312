import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sourceHealthSchema, type SourceHealth } from '@tunnelwatch/shared/source-health';
import { storedLines } from './follower.js';
import { eventually, ServeProcess } from './serve-process.js';

export interface SyslogServerOptions {
  /** Holds everything of the server. */
  directory: string;
  /** Entries of `sources`. */
  sources: readonly Readonly<Record<string, unknown>>[];
  /** Limits other than the usual ones. */
  syslog?: Readonly<Record<string, number>>;
}

/** Starts a real server that listens. It goes on where it was when it is started in the same folder again. */
export function startSyslogServer({ directory, sources, syslog = {} }: SyslogServerOptions): Promise<ServeProcess> {
  mkdirSync(directory, { recursive: true });
  const configuration = join(directory, 'tunnelwatch.yaml');
  // JSON is YAML.
  writeFileSync(configuration, JSON.stringify({ sources, syslog, timeZone: 'UTC' }));
  return ServeProcess.start({ directory, files: [], flags: ['--config', configuration] });
}

type Health = NonNullable<SourceHealth['listener']>;

const sourcesSchema = z.object({ items: z.array(z.looseObject({ name: z.string() })) });

/** The health of a listener as the API tells it. */
export async function listenerOf(server: ServeProcess, listen: string): Promise<Health> {
  const source = await sourceOf(server, listen);
  const { listener } = z.object({ listener: sourceHealthSchema.shape.listener }).parse(source);
  if (listener === null) throw new Error(`${listen} is no listener`);
  return listener;
}

/** Waits until the listener's health, which is told once a second, has these values. */
export async function untilListener(server: ServeProcess, listen: string, expected: Partial<Health>): Promise<void> {
  await eventually(`${listen} with ${JSON.stringify(expected)}`, async () => {
    const health = await listenerOf(server, listen);
    return Object.entries(expected).every(([name, value]) => Reflect.get(health, name) === value);
  });
}

/** A source as the API tells it. */
export async function sourceOf(server: ServeProcess, name: string): Promise<unknown> {
  const { items } = sourcesSchema.parse(await server.get('sources'));
  const found = items.find((item) => item.name === name);
  if (found === undefined) throw new Error(`no such source: ${name}`);
  return found;
}

/** The numbers (`seqno`) of all stored events, in the order of storing. */
export async function storedNumbers(data: string): Promise<number[]> {
  return (await storedLines(data)).map((line) => Number(/seqno=(\d+)/.exec(line)?.[1] ?? Number.NaN));
}

/** The numbers from `first` to `last`. */
export function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
