import { readFileSync } from 'node:fs';
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { repeatedKeyError } from './repeated-key.js';
/** Reads a file as YAML, of which JSON is a part. `path` is also the name in the errors. */
export function readLocatedYaml(path) {
    try {
        return parseLocatedYaml(readFileSync(path, 'utf8'), path);
    }
    catch (cause) {
        return { ok: false, errors: [{ where: path, line: null, key: '', ...explainReadError(cause) }] };
    }
}
/** Parses YAML text. Broken YAML gives an error per fault, with its line. An empty file has the value null. */
export function parseLocatedYaml(text, path) {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const faults = document.errors.map((fault) => repeatedKeyError(document, fault, { where: path, lines }) ??
        yamlError(path, lines.linePos(fault.pos[0]).line, fault.message));
    if (faults.length > 0)
        return { ok: false, errors: faults };
    try {
        const value = document.toJS();
        return { ok: true, file: { value, lineOf: (at) => lines.linePos(offsetOf(document, at)).line } };
    }
    catch (cause) {
        // The parser refuses to expand aliases without end ("billion laughs").
        return { ok: false, errors: [yamlError(path, 1, cause instanceof Error ? cause.message : String(cause))] };
    }
}
function yamlError(where, line, message) {
    return { where, line, key: '', message: `this is no valid YAML: ${message}`, remedy: 'correct this line' };
}
function explainReadError(cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    switch (code) {
        case 'ENOENT':
            return { message: 'there is no such file', remedy: 'check the path' };
        case 'EACCES':
            return { message: 'the file cannot be read: permission denied', remedy: 'give this user read access to it' };
        case 'EISDIR':
            return { message: 'this is a folder', remedy: 'name a file in it' };
        default:
            return { message: `the file cannot be read: ${String(cause)}`, remedy: 'check the path and the disk' };
    }
}
/** Offset of the key of a map, or of the item of a list, following the path as far as the document has it. */
function offsetOf(document, path) {
    let node = document.contents;
    let offset = 0;
    for (const part of path) {
        const child = childOf(node, part);
        if (child === undefined)
            break;
        [node, offset] = child;
    }
    return offset;
}
function childOf(node, part) {
    if (isMap(node)) {
        const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part));
        return pair === undefined ? undefined : [pair.value, startOf(pair.key)];
    }
    if (isSeq(node) && typeof part === 'number') {
        const item = node.items[part];
        return item === undefined ? undefined : [item, startOf(item)];
    }
    return undefined;
}
function startOf(node) {
    if (isScalar(node) || isMap(node) || isSeq(node))
        return node.range?.[0] ?? 0;
    return 0;
}
//# sourceMappingURL=located-yaml.js.map