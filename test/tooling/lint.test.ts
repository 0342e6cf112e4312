import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

const OXLINT = resolve('node_modules/oxlint/bin/oxlint');
/** It is looked for beside the files that are checked. */
const TSGOLINT = resolve('node_modules/.bin/tsgolint');
const reportSchema = z.object({
  diagnostics: z.array(z.object({ code: z.string().optional(), message: z.string(), filename: z.string() })),
  number_of_files: z.number(),
});

/** Where a fault is planted, the rule that has to find it, and the fault. */
const FAULTS = [
  ['server/src/equal.ts', 'eslint(eqeqeq)', `export const isOne = (text: string) => text == '1';`],
  ['server/src/control.ts', 'eslint(no-control-regex)', `export const bell = /\\x07/;`],
  ['server/src/swallow.ts', 'eslint(no-empty)', `export function read(): void { try { JSON.parse('') } catch {} }`],
  ['server/src/let.ts', 'eslint(prefer-const)', `let never = 1;\nexport const twice = never + never;`],
  ['server/src/var.ts', 'eslint(no-var)', `export var old = 1;`],
  ['server/src/branches.ts', 'eslint(complexity)', branches(17)],
  [
    'server/src/unused.ts',
    'Unused eslint-disable directive (no problems were reported).',
    `// eslint-disable-next-line no-var\nexport const none = 1;`,
  ],
  ['server/src/default.ts', 'import(no-default-export)', `export default 1;`],
  ['server/src/enum.ts', 'tunnelwatch(no-enum)', `export enum Side { Left, Right }`],
  ['server/src/barrel.ts', 'tunnelwatch(no-barrel)', `export * from './var.js';`],
  [
    'server/src/floating.ts',
    'typescript(no-floating-promises)',
    `export function start(): void { Promise.reject(new Error('lost')); }`,
  ],
  [
    'server/src/misused.ts',
    'typescript(no-misused-promises)',
    `export const first = [1].find(async () => Promise.resolve(false));`,
  ],
  ['server/src/await.ts', 'typescript(await-thenable)', `export const one = async () => await 1;`],
  ['server/src/throw.ts', 'typescript(only-throw-error)', `export function fail(): never { throw 'words'; }`],
  [
    'server/src/switch.ts',
    'typescript(switch-exhaustiveness-check)',
    `export function of(side: 'l' | 'r'): void { switch (side) { case 'l': fetch('l').catch(String); } }`,
  ],
  ['server/src/any.ts', 'typescript(no-explicit-any)', `export const it: any = 1;`],
  ['server/src/bang.ts', 'typescript(no-non-null-assertion)', `export const at = (list?: number[]) => list!.length;`],
  ['server/src/comment.ts', 'typescript(ban-ts-comment)', `// @ts-ignore\nexport const wrong: string = 1;`],
  [
    'server/src/assertion.ts',
    'typescript(no-unnecessary-type-assertion)',
    `export const same = (text: string) => text as string;`,
  ],
  ['server/src/object.ts', 'typescript(no-base-to-string)', 'export const text = `${{ a: 1 }}`;'],
  ['server/src/plus.ts', 'typescript(restrict-plus-operands)', `export const sum = (list: number[]) => list + 'x';`],
  [
    'server/src/type.ts',
    'typescript(consistent-type-imports)',
    `import { it } from './any.js';\nexport type It = typeof it;`,
  ],
  ['scripts/start.mjs', 'typescript(no-floating-promises)', `Promise.resolve();`],
  [
    'client/src/Html.tsx',
    'react(no-danger)',
    `export const Html = () => <p dangerouslySetInnerHTML={{ __html: '' }} />;`,
  ],
  ['client/src/Socket.tsx', 'eslint(no-restricted-imports)', `export { io } from 'socket.io-client';`],
  ...hookFaults(),
] as const;

/** A component for each rule of hooks. */
function hookFaults(): [path: string, rule: string, text: string][] {
  const hooks = `import { useEffect, useRef, useState } from 'react';\n`;
  const component = (body: string) => `${hooks}export function Page({ id }: { id: number }) {\n${body}\n}`;
  return [
    [
      'client/src/Order.tsx',
      'react-hooks(rules-of-hooks)',
      component(`if (id > 0) useEffect(() => undefined);\nreturn <p>{id}</p>;`),
    ],
    [
      'client/src/Deps.tsx',
      'react-hooks(exhaustive-deps)',
      component(`useEffect(() => { document.title = String(id); }, []);\nreturn <p />;`),
    ],
    [
      'client/src/Effect.tsx',
      'react(set-state-in-effect)',
      component(`const [n, setN] = useState(0);\nuseEffect(() => { setN(id); }, [id]);\nreturn <p>{n}</p>;`),
    ],
    [
      'client/src/Render.tsx',
      'react(set-state-in-render)',
      component(`const [n, setN] = useState(0);\nsetN(id);\nreturn <p>{n}</p>;`),
    ],
    ['client/src/Pure.tsx', 'react(purity)', component(`return <p>{Math.random() + id}</p>;`)],
    [
      'client/src/Ref.tsx',
      'react(refs)',
      component(`const last = useRef(0);\nlast.current = id;\nreturn <p>{last.current}</p>;`),
    ],
  ];
}

function branches(count: number): string {
  const tests = Array.from({ length: count }, (_, n) => `if (n === ${String(n)}) return ${String(n + 1)};`);
  return `export function pick(n: number): number { ${tests.join(' ')} return 0; }`;
}

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tunnelwatch-lint-'));
  mkdirSync(join(root, 'scripts'));
  for (const path of ['.oxlintrc.json', 'scripts/lint-rules.mjs']) copyFileSync(path, join(root, path));
  const compilerOptions = {
    strict: true,
    target: 'ES2022',
    module: 'ESNext',
    jsx: 'react-jsx',
    allowJs: true,
    noEmit: true,
  };
  plant('tsconfig.json', JSON.stringify({ compilerOptions, include: ['server', 'client', 'scripts'] }));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `${text}\n`);
}

function lint(): { found: string[]; files: number; code: number | null } {
  const { stdout, status } = spawnSync(process.execPath, [OXLINT, '--format', 'json'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, OXLINT_TSGOLINT_PATH: TSGOLINT },
  });
  const { diagnostics, number_of_files: files } = reportSchema.parse(JSON.parse(stdout));
  const found = diagnostics.map(({ code, message, filename }) => `${filename}: ${code ?? message}`);
  return { found: [...new Set(found)].sort(), files, code: status };
}

describe('the linter', () => {
  it('finds every kind of fault that it is there for, and says so with its exit code', () => {
    for (const [path, , text] of FAULTS) plant(path, text);
    const { found, code } = lint();
    expect(found).toEqual(FAULTS.map(([path, rule]) => `${path}: ${rule}`).sort());
    expect(code).toBe(1);
  });

  it('lets the connection know sockets, and a configuration have a default export', () => {
    plant('client/src/connection/socket.ts', `export { io } from 'socket.io-client';`);
    plant('vitest.config.ts', `export default {};`);
    const { found, files, code } = lint();
    expect(found).toEqual([]);
    expect(files).toBe(3);
    expect(code).toBe(0);
  });

  it('finds a spread of a literal, and none of a value that may be missing', () => {
    const rules = readFileSync('.oxlintrc.json', 'utf8');
    plant(
      '.oxlintrc.json',
      rules.replace('"tunnelwatch/no-grouping-spread": "off"', '"tunnelwatch/no-grouping-spread": "error"'),
    );
    plant('server/src/group.ts', `export const point = (x: number, y: number) => ({ ...{ x, y }, z: 0 });`);
    plant('server/src/call.ts', `export const log = (a: number) => { console.log({ ...{ a }, b: 1 }); };`);
    plant('server/src/maybe.ts', `export const one = (a?: number) => ({ ...(a === undefined ? {} : { a }), b: 1 });`);
    expect(lint().found).toEqual([
      'server/src/call.ts: tunnelwatch(no-grouping-spread)',
      'server/src/group.ts: tunnelwatch(no-grouping-spread)',
    ]);
  });
});
