import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cruise, problemsOf, sourceFiles } from '../../scripts/check-dependencies.mjs';

/** Where a violation is planted, the rule that has to catch it, and the violation. */
const VIOLATIONS = [
  ['server/src/core/decode/reads.ts', 'core-imports-no-shell', `export { readChunk } from '../../ingest/chunk.js';`],
  ['server/src/core/decode/types.ts', 'core-imports-no-shell', `export type { Chunk } from '../../ingest/chunk.js';`],
  ['server/src/core/classify/io.ts', 'core-imports-no-shell', `export { readFileSync } from 'node:fs';`],
  ['server/src/core/alert/timers.ts', 'core-imports-no-shell', `export { setTimeout } from 'timers/promises';`],
  ['server/src/core/decode/web.ts', 'core-imports-no-shell', `export { it } from 'express';`],
  ['server/src/store/early.ts', 'store-looks-forward', `export type { Chunk } from '../ingest/chunk.js';`],
  ['server/src/serve/early.ts', 'ingest-and-serve-meet-in-app', `export type { Chunk } from '../ingest/chunk.js';`],
  ['server/src/ingest/late.ts', 'ingest-looks-forward', `export type { App } from '../app/app.js';`],
  ['server/src/app/app.ts', 'app-looks-forward', `export type { App } from '../commands/serve.js';`],
  ['server/src/commands/serve.ts', 'commands-looks-forward', `export type { App } from '../main.js';`],
  ['server/src/simulator/gateway.ts', 'simulator-looks-forward', `export type { App } from '../app/app.js';`],
  ['server/src/main.ts', 'server-without-client', `export type App = typeof import('../../client/src/main.js').it;`],
  ['server/src/log.ts', 'foundations-carry', `export { lineOf } from './core/decode/line.js';`],
  ['server/src/main/plays.ts', 'only-app-and-commands-simulate', `export { it } from '../simulator/tunnel.js';`],
  ['server/src/cluster/plain.ts', 'only-the-stream-knows-nats', `export { it } from '@nats-io/kv';`],
  ['server/src/serve/lost.ts', 'not-resolved', `export { lost } from './nowhere.js';`],
  ['server/src/serve/route.ts', 'nobody-imports-tests', `export { helper } from '../../../test/support/helper.js';`],
  ['shared/src/io.ts', 'shared-is-pure', `export { join } from 'node:path';`],
  ['shared/src/up.ts', 'shared-is-pure', `export type { Chunk } from '../../server/src/ingest/chunk.js';`],
  [
    'client/src/main.ts',
    'client-without-server',
    `export { readChunk as it } from '../../server/src/ingest/chunk.js';`,
  ],
  ['client/src/live/store.ts', 'live-without-react', `export { it } from 'react';`],
  ['client/src/views/page.tsx', 'only-connection-knows-sockets', `export { it } from 'socket.io-client';`],
  ['client/src/views/joins.ts', 'pages-without-connection', `export { it } from '../connection/socket.js';`],
  ['client/src/connection/socket.ts', 'no-node-in-the-client', `export { join as it } from 'node:path';`],
] as const;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tunnelwatch-dependencies-'));
  copyFileSync('tsconfig.base.json', join(root, 'tsconfig.base.json'));
  plant('shared/src/severity.ts', `export type Severity = 'error';`);
  plant('server/src/core/decode/line.ts', `export const lineOf = (bytes: number) => bytes;`);
  plant(
    'server/src/ingest/chunk.ts',
    `export { lineOf } from '../core/decode/line.js';\nexport interface Chunk { bytes: number }\nexport const readChunk = () => 1;`,
  );
  plant('server/src/simulator/tunnel.ts', `export const it = 1;`);
  for (const name of ['react', 'socket.io-client', 'express', '@nats-io/kv']) {
    plant(`node_modules/${name}/index.js`, 'export const it = 1;');
    plant(
      `node_modules/${name}/package.json`,
      `{ "name": "${name}", "version": "1.0.0", "type": "module", "main": "index.js" }`,
    );
  }
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `${text}\n`);
}

async function problems(): Promise<string[]> {
  return problemsOf(sourceFiles(root), await cruise(root));
}

describe('the check of dependency directions', () => {
  it('finds nothing in a tree that looks only back', async () => {
    expect(await problems()).toEqual([]);
  });

  it('catches every kind of violation', async () => {
    plant('test/support/helper.ts', 'export const helper = 1;');
    for (const [path, , text] of VIOLATIONS) plant(path, text);
    const found = await problems();
    expect(found.map((line) => line.replace(/ → .*/, '')).sort()).toEqual(
      VIOLATIONS.map(([path, rule]) => `${rule}: ${path}`).sort(),
    );
  });

  it('lets the hook of the live store know React, and the connection know sockets', async () => {
    plant('client/src/live/use-live.ts', `export { it } from 'react';`);
    plant('client/src/connection/socket.ts', `export { it } from 'socket.io-client';`);
    expect(await problems()).toEqual([]);
  });

  it('catches a circle that only types close', async () => {
    plant('server/src/core/alert/a.ts', `import type { B } from './b.js';\nexport type A = B | 1;`);
    plant('server/src/core/alert/b.ts', `import type { A } from './a.js';\nexport type B = A | 2;`);
    expect((await problems()).map((line) => line.split(':')[0])).toContain('no-circle');
  });

  it('fails for a new folder of the server whose place in the order nobody has said', () => {
    const modules = ['server/src/shortcuts/all.ts'];
    expect(problemsOf(modules, { modules, findings: [] })).toEqual([
      'has no place in the order of .dependency-cruiser.mjs: server/src/shortcuts/all.ts',
    ]);
  });

  it('fails when it does not see a file, and when there is none to see', () => {
    expect(problemsOf(['server/src/serve/a.ts'], { modules: [], findings: [] })).toEqual([
      'not seen: server/src/serve/a.ts',
    ]);
    expect(problemsOf([], { modules: [], findings: [] })).toHaveLength(1);
  });
});
