import { isMap, isPair, isScalar, isSeq, visit } from 'yaml';
import { formatPath } from './setting-error.js';
/** The error of a key that stands twice in one map of a YAML file, by its name and both lines; undefined for other faults. */
export function repeatedKeyError(document, fault, { where, lines }) {
    if (fault.code !== 'DUPLICATE_KEY')
        return undefined;
    const lineAt = (offset) => lines.linePos(offset).line;
    let error;
    visit(document, {
        Pair(_, pair, ancestors) {
            const map = ancestors.at(-1);
            if (!isScalar(pair.key) || pair.key.range?.[0] !== fault.pos[0] || !isMap(map))
                return undefined;
            const name = pair.key.value;
            const first = map.items.find((item) => isScalar(item.key) && item.key.value === name)?.key;
            const firstAt = isScalar(first) ? first.range?.[0] : undefined;
            const again = firstAt === undefined ? 'twice' : `twice, first in line ${lineAt(firstAt)}`;
            const key = formatPath([...pathOf(ancestors), String(name)]);
            const message = `this key is there ${again}`;
            error = { where, line: lineAt(fault.pos[0]), key, message, remedy: 'keep one of the two' };
            return visit.BREAK;
        },
    });
    return error;
}
/** Names and indexes that lead to the last of the ancestors. */
function pathOf(ancestors) {
    return ancestors.flatMap((each, at) => {
        const below = ancestors[at + 1];
        if (isPair(each))
            return isScalar(each.key) ? [String(each.key.value)] : [];
        // A map's items are pairs, which name themselves; a list's are told by their place.
        if (isSeq(each))
            return [each.items.indexOf(below)];
        return [];
    });
}
//# sourceMappingURL=repeated-key.js.map