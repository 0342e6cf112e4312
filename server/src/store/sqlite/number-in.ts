/** A numeric column of a row, checked by hand, since a start reads a hundred thousand of these rows. */
export function numberIn(row: unknown, field: string): number {
  const value: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, field) : undefined;
  if (typeof value !== 'number') throw new TypeError(`the column ${field} is not a number`);
  return value;
}
