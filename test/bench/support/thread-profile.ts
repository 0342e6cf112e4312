import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ROOT } from '../../../scripts/root.mjs';

/** A profile as V8 writes it (`node --cpu-prof`), as far as it is read here; times in microseconds. */
const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({
        functionName: z.string(),
        url: z.string(),
        /** Where the function begins, both from 0. */
        lineNumber: z.number(),
        columnNumber: z.number(),
      }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

type Profile = z.infer<typeof profileSchema>;
type CallFrame = Profile['nodes'][number]['callFrame'];

/** Where a thread spent its time; shares are 0 to 1 of all of it. */
export interface ThreadProfile {
  /** That of its entry file without `-worker`, or `main`. */
  name: string;
  isMain: boolean;
  seconds: number;
  idle: number;
  /** Garbage collection. */
  collecting: number;
  /** Native code that stands in no function of JavaScript; what SQLite and zlib take is part of their callers' time. */
  native: number;
  /** Functions of JavaScript by their own time, the costliest first. */
  functions: FunctionCost[];
}

interface FunctionCost {
  name: string;
  /** Source file and line. */
  place: string;
  share: number;
}

const WORKER_FILE = /\/([\w-]+)-worker\.js$/;

/**
 * Reads the profile of a thread and maps the functions of the bundle to their source files.
 * @throws when the file is no profile
 */
export function readProfile(file: string): ThreadProfile {
  const profile = profileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const timeOf = ownTimes(profile);
  const total = profile.timeDeltas.reduce((sum, delta) => sum + Math.max(0, delta), 0);
  const shares = { idle: 0, collecting: 0, native: 0 };
  const functions = new Map<string, FunctionCost>();
  for (const { id, callFrame } of profile.nodes) {
    const share = (timeOf.get(id) ?? 0) / Math.max(1, total);
    const kind = kindOf(callFrame);
    if (kind !== 'function') {
      shares[kind] += share;
      continue;
    }
    const place = placeOf(callFrame);
    const name = callFrame.functionName === '' ? '(anonymous)' : callFrame.functionName;
    const key = `${name} ${place}`;
    const known = functions.get(key);
    if (known === undefined) functions.set(key, { name, place, share });
    else known.share += share;
  }
  const worker = profile.nodes.map(({ callFrame }) => WORKER_FILE.exec(callFrame.url)?.[1]).find(Boolean);
  return {
    name: worker ?? 'main',
    isMain: worker === undefined,
    seconds: total / 1e6,
    ...shares,
    functions: [...functions.values()].sort((a, b) => b.share - a.share),
  };
}

/** Time of each node without those below it, microseconds. */
function ownTimes({ samples, timeDeltas }: Profile): Map<number, number> {
  const times = new Map<number, number>();
  samples.forEach((node, at) => {
    // Clocks of two processors may differ by a little.
    times.set(node, (times.get(node) ?? 0) + Math.max(0, timeDeltas[at] ?? 0));
  });
  return times;
}

function kindOf({ functionName, url }: CallFrame): 'idle' | 'collecting' | 'native' | 'function' {
  if (functionName === '(idle)') return 'idle';
  if (functionName === '(garbage collector)') return 'collecting';
  return url === '' ? 'native' : 'function';
}

/** Source file and line of a function, by the source map beside its file where there is one. */
function placeOf({ url, lineNumber, columnNumber }: CallFrame): string {
  if (!url.startsWith('file:')) return url;
  const file = fileURLToPath(url);
  const origin = sourceMapOf(file)?.findOrigin(lineNumber + 1, columnNumber + 1);
  if (origin === undefined || !('fileName' in origin)) return `${fromRoot(file)}:${String(lineNumber + 1)}`;
  return `${fromRoot(resolve(dirname(file), origin.fileName))}:${String(origin.lineNumber)}`;
}

function fromRoot(file: string): string {
  return relative(ROOT, file).split(sep).join('/');
}

const maps = new Map<string, SourceMap | undefined>();
const mapSchema = z.object({
  version: z.number(),
  file: z.string().default(''),
  sources: z.array(z.string()),
  names: z.array(z.string()),
  mappings: z.string(),
  sourceRoot: z.string().default(''),
  sourcesContent: z.array(z.string()).default([]),
});

function sourceMapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) {
    const path = `${file}.map`;
    maps.set(
      file,
      existsSync(path) ? new SourceMap(mapSchema.parse(JSON.parse(readFileSync(path, 'utf8')))) : undefined,
    );
  }
  return maps.get(file);
}
