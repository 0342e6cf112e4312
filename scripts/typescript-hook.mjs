import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './root.mjs';

/**
 * Lets Node.js run the TypeScript of test/ as it stands, which older versions cannot. Types are taken off and nothing
 * is checked: that is what `npm run types` is for. What was translated is kept, so that programs start at once.
 */

const CACHE = join(ROOT, 'node_modules', '.cache', 'tunnelwatch', 'typescript');

/**
 * Imports name the JavaScript that a module becomes; here it has not become any.
 *
 * @type {import('node:module').ResolveHook}
 */
export async function resolve(specifier, context, next) {
  const isOwn = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.startsWith('file:');
  if (isOwn) {
    const source = new URL(specifier.replace(/[.]js$/, '.ts'), context.parentURL);
    if (existsSync(source)) return next(source.href, context);
  }
  return next(specifier, context);
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  return { format: 'module', shortCircuit: true, source: await translate(fileURLToPath(url)) };
}

/**
 * @param {string} path
 * @returns {Promise<string>}
 */
async function translate(path) {
  const source = readFileSync(path, 'utf8');
  const key = createHash('sha256').update(`${path}\0${process.version}\0${source}`).digest('hex');
  const kept = join(CACHE, `${key}.js`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const { default: typescript } = await import('typescript');
  const { outputText } = typescript.transpileModule(source, {
    fileName: path,
    compilerOptions: {
      target: typescript.ScriptTarget.ES2022,
      module: typescript.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      inlineSourceMap: true,
    },
  });
  mkdirSync(CACHE, { recursive: true });
  // Several programs may translate the same module at the same moment: each sees all of it or nothing.
  const whole = `${kept}.${process.pid}`;
  writeFileSync(whole, outputText);
  renameSync(whole, kept);
  return outputText;
}
