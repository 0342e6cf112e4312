import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SERVER_PLACES } from '../.dependency-cruiser.mjs';
import { ROOT } from './root.mjs';
import { filesBelow } from './staleness.mjs';
import { runCommand } from './step.mjs';

/**
 * @typedef {object} Finding
 * @property {string} rule
 * @property {string} from
 * @property {string} to
 *
 * @typedef {{ modules: string[], findings: Finding[] }} Cruise
 *
 * @typedef {object} Report the part of dependency-cruiser's JSON that is used here
 * @property {{ source: string }[]} modules
 * @property {{ violations: { rule: { name: string }, from: string, to: string }[] }} summary
 */

const FOLDERS = ['shared/src', 'server/src', 'client/src', 'test'];
const TIMEOUT_MS = 3 * 60_000;

/**
 * The source files that a cruise has to see.
 *
 * @param {string} root
 * @returns {string[]} relative to root, with "/"
 */
export function sourceFiles(root) {
  return filesBelow(root, FOLDERS)
    .filter((path) => /[.]tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => relative(root, path).split(sep).join('/'));
}

/**
 * Judges the imports of a tree laid out as this one by the rules of this one.
 *
 * @param {string} root
 * @returns {Promise<Cruise>}
 * @throws when dependency-cruiser gives no report
 */
export async function cruise(root) {
  const cli = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const config = join(ROOT, '.dependency-cruiser.mjs');
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const args = [cli, '--config', config, '--output-type', 'json', ...folders];
  const { output } = await runCommand({ file: process.execPath, args, cwd: root, timeoutMs: TIMEOUT_MS });
  const report = parseReport(output);
  return {
    modules: report.modules.map(({ source }) => source),
    findings: report.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

/**
 * @param {string} output
 * @returns {Report}
 */
function parseReport(output) {
  try {
    return JSON.parse(output);
  } catch (cause) {
    throw new Error(`dependency-cruiser gave no report but this:\n${output}`, { cause });
  }
}

/**
 * What is wrong with a tree; nothing when the list is empty.
 *
 * @param {readonly string[]} files that had to be seen
 * @param {Cruise} result
 * @returns {string[]} a line each
 */
export function problemsOf(files, { modules, findings }) {
  const seen = new Set(modules);
  const unseen = files.filter((file) => !seen.has(file));
  return [
    ...(files.length === 0 ? ['there is no source file: a checker that sees nothing proves nothing'] : []),
    ...files.filter(hasNoPlace).map((file) => `has no place in the order of .dependency-cruiser.mjs: ${file}`),
    ...unseen.map((file) => `not seen: ${file}`),
    ...findings.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`),
  ];
}

/**
 * @param {string} file
 * @returns {boolean}
 */
function hasNoPlace(file) {
  const place = /^server[/]src[/]([^/.]+)/.exec(file)?.[1];
  return place !== undefined && !SERVER_PLACES.includes(place);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const files = sourceFiles(ROOT);
  const problems = problemsOf(files, await cruise(ROOT));
  for (const problem of problems) console.error(problem);
  console.log(`${files.length} source files, ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
