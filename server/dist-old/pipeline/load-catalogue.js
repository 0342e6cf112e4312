import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { createCatalogue } from '../classify/catalogue.js';
import { mergeCatalogue } from '../classify/catalogue-file.js';
import { suggest } from '../config/did-you-mean.js';
import { readLocatedYaml } from '../config/located-yaml.js';
import { formatPath } from '../config/setting-error.js';
/**
 * The built-in catalogue, with the user's file (YAML or JSON, an absolute path) laid over it where there is one. A file
 * that cannot be read at all is a fault of the setting that names it: `named` says where that stands.
 */
export function loadCatalogue(path, named) {
    if (path === null)
        return { ok: true, catalogue: createCatalogue(BUILTIN_CATALOGUE) };
    const read = readLocatedYaml(path);
    if (!read.ok)
        return { ok: false, errors: read.errors.map((error) => placed(error, named)) };
    const merged = mergeCatalogue(BUILTIN_CATALOGUE, read.file.value);
    if (merged.ok)
        return { ok: true, catalogue: createCatalogue(merged.entries) };
    return { ok: false, errors: merged.problems.map((problem) => locate(path, read.file, problem)) };
}
function placed(error, named) {
    if (named === undefined || error.line !== null)
        return error;
    return { ...named.place, message: `${error.where}: ${error.message}`, remedy: error.remedy };
}
function locate(where, file, problem) {
    const { path, knownKeys } = problem;
    const remedy = knownKeys === undefined ? problem.remedy : suggest(String(path.at(-1)), knownKeys);
    return { where, line: file.lineOf(path), key: formatPath(path), message: problem.message, remedy };
}
//# sourceMappingURL=load-catalogue.js.map