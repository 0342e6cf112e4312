import { readFileSync } from 'node:fs';
import { type Document, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { explainReadError } from './read-error.js';
import { formatPath, type SettingError } from './setting-error.js';
import { yamlFault } from './yaml-fault.js';

/** A parsed YAML or JSON file whose values know their lines. */
export interface LocatedYaml {
  readonly value: unknown;
  /** Line, from 1, of the key at a path (or of the nearest existing ancestor). */
  lineOf(path: readonly PropertyKey[]): number;
}

export type LocatedYamlResult =
  { readonly ok: true; readonly file: LocatedYaml } | { readonly ok: false; readonly errors: readonly SettingError[] };

/** Parses a file as YAML, which includes JSON. `path` is also the name in the errors. */
export function readLocatedYaml(path: string): LocatedYamlResult {
  try {
    return parseLocatedYaml(readFileSync(path, 'utf8'), path);
  } catch (cause) {
    return { ok: false, errors: [{ where: path, line: null, key: '', ...explainReadError(cause) }] };
  }
}

/** Parses YAML text. Invalid YAML gives an error per fault, with its line. An empty file has the value null. */
export function parseLocatedYaml(text: string, path: string): LocatedYamlResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = document.errors.map(
    (fault) =>
      repeatedKeyError(document, fault, { where: path, lines }) ??
      yamlError(path, lines.linePos(fault.pos[0]).line, yamlFault(fault.code)),
  );
  if (faults.length > 0) return { ok: false, errors: faults };
  try {
    const value: unknown = document.toJS();
    return { ok: true, file: { value, lineOf: (at) => lines.linePos(offsetOf(document, at)).line } };
  } catch {
    // The parser refuses to expand aliases without end ("billion laughs").
    return { ok: false, errors: [yamlError(path, 1, 'its aliases (*name) become too much when they are expanded')] };
  }
}

function yamlError(where: string, line: number, message: string): SettingError {
  return { where, line, key: '', message: `invalid YAML: ${message}`, remedy: 'correct this line' };
}

/** Offset of the key of a map, or of the item of a list, following the path as far as the document has it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const part of path) {
    const child = childOf(node, part);
    if (child === undefined) break;
    [node, offset] = child;
  }
  return offset;
}

function childOf(node: unknown, part: PropertyKey): [node: unknown, offset: number] | undefined {
  if (isMap(node)) {
    const pair = node.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
    );
    return pair === undefined ? undefined : [pair.value, startOf(pair.key)];
  }
  if (isSeq(node) && typeof part === 'number') {
    const item = node.items[part];
    return item === undefined ? undefined : [item, startOf(item)];
  }
  return undefined;
}

function startOf(node: unknown): number {
  if (isScalar(node) || isMap(node) || isSeq(node)) return node.range?.[0] ?? 0;
  return 0;
}

/** The error of a key that stands twice in one map of a YAML file, by its name and both lines; undefined for other faults. */
function repeatedKeyError(
  document: Document,
  fault: YAMLError,
  { where, lines }: { readonly where: string; readonly lines: LineCounter },
): SettingError | undefined {
  if (fault.code !== 'DUPLICATE_KEY') return undefined;
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  let error: SettingError | undefined;
  visit(document, {
    Pair(_, pair, ancestors) {
      const map = ancestors.at(-1);
      if (!isScalar(pair.key) || pair.key.range?.[0] !== fault.pos[0] || !isMap(map)) return undefined;
      const name = pair.key.value;
      const first = map.items.find((item) => isScalar(item.key) && item.key.value === name)?.key;
      const firstAt = isScalar(first) ? first.range?.[0] : undefined;
      const again = firstAt === undefined ? 'twice' : `twice, first on line ${lineAt(firstAt)}`;
      const key = formatPath([...pathOf(ancestors), String(name)]);
      const message = `duplicate key: it appears ${again}`;
      error = { where, line: lineAt(fault.pos[0]), key, message, remedy: 'keep one of the two' };
      return visit.BREAK;
    },
  });
  return error;
}

/** Names and indexes that lead to the last of the ancestors. */
function pathOf(ancestors: readonly unknown[]): PropertyKey[] {
  return ancestors.flatMap((each, at): PropertyKey[] => {
    const below = ancestors[at + 1];
    if (isPair(each)) return isScalar(each.key) ? [String(each.key.value)] : [];
    // A map's items are pairs, which name themselves; a list's are told by their place.
    if (isSeq(each)) return [each.items.indexOf(below)];
    return [];
  });
}
