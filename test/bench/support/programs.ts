import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The built command line, which is what is measured. */
export const SERVER_MAIN = join(ROOT, 'server', 'bundle', 'main.js');

/** What `node` needs in front of a program of test/bench/programs. */
export const RUN_TYPESCRIPT = ['--import', pathToFileURL(join(ROOT, 'scripts', 'run-typescript.mjs')).href];

/** The path of one of the programs that run beside what is measured. */
export function programOf(name: 'parse-log' | 'write-lines' | 'watch-sockets' | 'diagnose-drops'): string {
  return join(ROOT, 'test', 'bench', 'programs', `${name}.ts`);
}

/** The environment of a server in use: its own of a test would answer with stack traces and be slower. */
export const PRODUCTION_ENV: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production', TZ: 'UTC' };
