import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

export interface OtherVersion {
  version: string;
  /** The newest format of the stream's messages that it reads; else that of the build. */
  streamFormat?: number;
}

/**
 * The built program as another version: the same code that says another number of itself, and may know another format of the stream.
 * @param folder an empty one for its copy
 * @returns the program, for a member to run
 */
export function makeOtherVersion(folder: string, { version, streamFormat }: OtherVersion): string {
  const bundle = join(folder, 'server', 'bundle');
  mkdirSync(bundle, { recursive: true });
  cpSync(join(ROOT, 'server', 'bundle'), bundle, { recursive: true, filter: (path) => !path.endsWith('.map') });
  const described = readFileSync(join(ROOT, 'server', 'package.json'), 'utf8');
  writeFileSync(
    join(folder, 'server', 'package.json'),
    described.replace(/^ {2}"version": ".*",$/m, `  "version": "${version}",`),
  );
  for (const linked of ['client', 'docs', 'node_modules', 'package.json']) {
    symlinkSync(join(ROOT, linked), join(folder, linked));
  }
  if (streamFormat !== undefined) raiseFormat(bundle, streamFormat);
  return join(bundle, 'main.js');
}

/** The files of the bundle are not minified, so that the one place where the number stands is found. */
function raiseFormat(bundle: string, format: number): void {
  const stated = /(\bSTREAM_FORMAT = \{[^}]*\breads: )\d+/;
  const files = readdirSync(bundle).map((name) => join(bundle, name));
  const stating = files.filter((file) => file.endsWith('.js') && stated.test(readFileSync(file, 'utf8')));
  if (stating.length !== 1) throw new Error(`the format of the stream stands in ${String(stating.length)} files`);
  for (const file of stating) {
    writeFileSync(file, readFileSync(file, 'utf8').replace(stated, `$1${String(format)}`));
  }
}
