import { delimiter } from 'node:path';
import { CHANNEL_EXPECTS } from './channel-schema.js';
import { suggest } from './did-you-mean.js';
import { SOURCE_EXPECTS } from './source-schema.js';
import { formatPath, quoteValue } from './setting-error.js';
import { namesAt, settingOf, SETTINGS } from './setting-list.js';
/** Variables that begin like ours but belong to the tests and to the compose file. */
const FOREIGN_VARIABLES = new Set(['TUNNELWATCH_CHROMIUM', 'TUNNELWATCH_LOGS']);
/** Names the configuration file, as `--config` does. */
export const CONFIG_VARIABLE = 'TUNNELWATCH_CONFIG';
/** URLs of listeners, separated by commas or spaces: the part of the sources that `TUNNELWATCH_FILES` is not. */
const LISTEN_VARIABLE = 'TUNNELWATCH_LISTEN';
const NO_LINE = () => null;
/** What the configuration file says. A key without a value counts as not there. */
export function fileLayer(path, file) {
    const values = [];
    const errors = [];
    const visit = (value, at) => {
        if (value === null || value === undefined)
            return;
        const error = (key, message, remedy) => {
            errors.push({ where: path, line: file.lineOf(key), key: formatPath(key), message, remedy });
        };
        const names = namesAt(at) ?? [];
        if (typeof value !== 'object' || Array.isArray(value)) {
            error(at, `${quoteValue(value)} is no group of settings`, `expected keys such as ${names.join(', ')}`);
            return;
        }
        for (const [name, child] of Object.entries(value)) {
            const childPath = [...at, name];
            if (!names.includes(name))
                error(childPath, 'unknown setting', suggestSetting(name, names));
            else if (namesAt(childPath) !== undefined)
                visit(child, childPath);
            else
                values.push(...givenByFile(path, file, childPath, child));
        }
    };
    visit(file.value, []);
    return checked(values, errors);
}
function givenByFile(where, file, path, value) {
    const setting = settingOf(path.join('.'));
    if (setting === undefined || value === null)
        return [];
    const lineOf = (within) => file.lineOf([...path, ...within]);
    return [{ layer: 'file', setting, value, where, key: setting.key, lineOf }];
}
/** What the environment says. An empty variable counts as not set, as compose files pass it. */
export function environmentLayer(env) {
    const values = SETTINGS.flatMap((setting) => {
        const isSources = setting.key === 'sources';
        const text = env[setting.environmentName] ?? '';
        const listen = isSources ? (env[LISTEN_VARIABLE] ?? '') : '';
        if (text === '' && listen === '')
            return [];
        const value = isSources ? sourcesOf(split(text, delimiter), split(listen, /[,\s]+/)) : valueOfText(setting, text);
        return [
            { layer: 'environment', setting, value, where: 'environment', key: setting.environmentName, lineOf: NO_LINE },
        ];
    });
    return checked(values, unknownVariables(env));
}
/** What the command line says: `flags` as commander delivers them, and under `files` the FILE arguments. */
export function flagLayer(flags) {
    const values = SETTINGS.flatMap((setting) => {
        const isSources = setting.key === 'sources';
        const flag = isSources ? flaggedSources(flags) : flags[setting.flagName];
        if (flag === undefined)
            return [];
        const value = typeof flag === 'string' ? valueOfText(setting, flag) : flag;
        const key = isSources ? 'FILE' : setting.flag;
        return [{ layer: 'flag', setting, value, where: 'command line', key, lineOf: NO_LINE }];
    });
    return checked(values, []);
}
function flaggedSources({ files, listen }) {
    const sources = sourcesOf(Array.isArray(files) ? files : [], Array.isArray(listen) ? listen : []);
    return sources.length === 0 ? undefined : sources;
}
/** One source of all the files, and one of each listener. */
function sourcesOf(files, urls) {
    return [...(files.length === 0 ? [] : [{ files }]), ...urls.map((listen) => ({ listen }))];
}
function split(text, by) {
    return text.split(by).filter((part) => part !== '');
}
/** A flag or a variable is text: it is taken as what the setting accepts, first as it stands. */
function valueOfText(setting, text) {
    const list = listOfText(text);
    const accepted = [text, booleanOf(text), numberOf(text)].find((value) => value !== undefined && setting.schema.safeParse(value).success);
    return accepted ?? list ?? text;
}
function booleanOf(text) {
    if (/^(?:true|yes|on|1)$/i.test(text))
        return true;
    return /^(?:false|no|off|0)$/i.test(text) ? false : undefined;
}
/** A list of entries is written as JSON. */
function listOfText(text) {
    if (!text.trimStart().startsWith('['))
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        // It is no JSON: what the setting expects is said of the text as it stands.
        return undefined;
    }
}
function numberOf(text) {
    return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined;
}
function unknownVariables(env) {
    const known = [...SETTINGS.map((setting) => setting.environmentName), CONFIG_VARIABLE, LISTEN_VARIABLE];
    return Object.keys(env)
        .filter((name) => name.startsWith('TUNNELWATCH_') && !known.includes(name) && !FOREIGN_VARIABLES.has(name))
        .map((key) => ({
        where: 'environment',
        line: null,
        key,
        message: 'unknown variable',
        remedy: suggest(key, known),
    }));
}
function suggestSetting(name, names) {
    const dotted = settingOf(name);
    if (dotted !== undefined)
        return `write it as a group: ${dotted.path.join(': { ')}: …${' }'.repeat(dotted.path.length - 1)}`;
    const elsewhere = SETTINGS.find((setting) => setting.path.at(-1) === name);
    return elsewhere === undefined ? suggest(name, names) : `did you mean ${elsewhere.key}?`;
}
function checked(values, errors) {
    const all = [...errors, ...values.flatMap(checkValue)];
    return { values, errors: all.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}
function checkValue(given) {
    const parsed = given.setting.schema.safeParse(given.value);
    if (parsed.success)
        return [];
    return parsed.error.issues.flatMap((issue) => issueErrors(given, issue));
}
/** Settings that are lists of entries, and what is expected of each key of an entry. */
const KEYS_OF_ENTRIES = new Map([
    ['sources', SOURCE_EXPECTS],
    ['notifications', CHANNEL_EXPECTS],
]);
/** Only lists of entries have parts of their own; everything else is one value. */
function issueErrors(given, issue) {
    const { key } = given.setting;
    if (key === 'alerts.rules') {
        return [valueError(given, issue.path, valueAt(given.value, issue.path), given.setting.notes.expects)];
    }
    const keys = KEYS_OF_ENTRIES.get(key);
    if (keys === undefined)
        return [valueError(given, [], given.value, given.setting.notes.expects)];
    if (issue.code === 'custom' && issue.params?.['remedy'] !== undefined) {
        const { where } = given;
        const remedy = String(issue.params['remedy']);
        return [{ where, line: given.lineOf(issue.path), key: keyOf(given, issue.path), message: issue.message, remedy }];
    }
    if (issue.code !== 'unrecognized_keys') {
        return [valueError(given, issue.path, valueAt(given.value, issue.path), expectedOf(given, keys, issue.path))];
    }
    return issue.keys.map((name) => {
        const path = [...issue.path, name];
        const remedy = suggest(name, Object.keys(keys));
        return { where: given.where, line: given.lineOf(path), key: keyOf(given, path), message: 'unknown key', remedy };
    });
}
function expectedOf(given, keys, path) {
    const part = path[1];
    const expects = Object.entries(keys).find(([name]) => name === part);
    return expects?.[1] ?? given.setting.notes.expects;
}
function valueError(given, path, value, expects) {
    const message = value === undefined ? 'is missing' : `${quoteValue(value)} cannot be used`;
    return {
        where: given.where,
        line: given.lineOf(path),
        key: keyOf(given, path),
        message,
        remedy: `expected ${expects}`,
    };
}
function keyOf(given, path) {
    if (given.layer === 'file')
        return formatPath([given.setting.key, ...path]);
    if (given.setting.key !== 'sources')
        return formatPath([given.key, ...path]);
    const isListener = path.length > 0 && valueAt(given.value, [path[0] ?? 0, 'listen']) !== undefined;
    if (!isListener)
        return given.key;
    return given.layer === 'flag' ? '--listen' : LISTEN_VARIABLE;
}
function valueAt(value, path) {
    return path.reduce((at, part) => {
        if (typeof at !== 'object' || at === null)
            return undefined;
        return Object.entries(at).find(([name]) => name === String(part))?.[1];
    }, value);
}
//# sourceMappingURL=layers.js.map