import { type Document, isMap, isPair, isScalar, isSeq, type LineCounter, visit, type YAMLError } from 'yaml';
import { formatPath, type SettingError } from './setting-error.js';

/** The error of a duplicate key in a map of a YAML file, with its name and both lines; undefined for other faults. */
export function repeatedKeyError(
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
    // A map's items are pairs, which name themselves; a list's are identified by their index.
    if (isSeq(each)) return [each.items.indexOf(below)];
    return [];
  });
}
