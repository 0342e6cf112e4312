/**
 * Names without their common prefix, where it ends with a separator: `gw-oslo` and `gw-riga` become
 * `oslo` and `riga`. For narrow labels only, where the common part would use up the space of the rest.
 */
export function withoutCommonPrefix(names: readonly string[]): readonly string[] {
  const first = names[0];
  if (first === undefined || names.length < 2) return names;
  let length = 0;
  while (length < first.length && names.every((name) => name[length] === first[length])) length += 1;
  const separator = Math.max(...['-', '_', '.', ' '].map((mark) => first.lastIndexOf(mark, length - 1)));
  const cut = length === 0 ? 0 : separator + 1;
  return names.some((name) => name.length === cut) ? names : names.map((name) => name.slice(cut));
}
