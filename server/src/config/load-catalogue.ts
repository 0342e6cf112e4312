import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { createCatalogue, type Catalogue } from '../core/classify/catalogue.js';
import { mergeCatalogue, type CatalogueProblem } from '../core/classify/catalogue-file.js';
import { suggest } from './did-you-mean.js';
import type { SettingOrigin } from './load.js';
import { readLocatedYaml, type LocatedYaml } from './located-yaml.js';
import { formatPath, type SettingError } from './setting-error.js';

export type LoadedCatalogue =
  | { readonly ok: true; readonly catalogue: Catalogue }
  | { readonly ok: false; readonly errors: readonly SettingError[] };

/**
 * The built-in catalogue, merged with the user's file (YAML or JSON, an absolute path) if there is one. A file
 * that cannot be read at all is an error of the setting that names it: `named` is its location.
 */
export function loadCatalogue(path: string | null, named?: SettingOrigin): LoadedCatalogue {
  if (path === null) return { ok: true, catalogue: createCatalogue(BUILTIN_CATALOGUE) };
  const read = readLocatedYaml(path);
  if (!read.ok) return { ok: false, errors: read.errors.map((error) => placed(error, named)) };
  const merged = mergeCatalogue(BUILTIN_CATALOGUE, read.file.value);
  if (merged.ok) return { ok: true, catalogue: createCatalogue(merged.entries) };
  return { ok: false, errors: merged.problems.map((problem) => locate(path, read.file, problem)) };
}

function placed(error: SettingError, named: SettingOrigin | undefined): SettingError {
  if (named === undefined || error.line !== null) return error;
  return { ...named.place, message: `${error.where}: ${error.message}`, remedy: error.remedy };
}

function locate(where: string, file: LocatedYaml, problem: CatalogueProblem): SettingError {
  const { path, knownKeys } = problem;
  const remedy = knownKeys === undefined ? problem.remedy : suggest(String(path.at(-1)), knownKeys);
  return { where, line: file.lineOf(path), key: formatPath(path), message: problem.message, remedy };
}
