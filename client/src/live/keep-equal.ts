/**
 * `next` with every part that equals the same part of `prev` replaced by that part, so that what did not change keeps
 * its reference. Meant for plain JSON values; equal values return `prev` itself.
 */
export function keepEqual<T>(prev: unknown, next: T): T {
  if (Object.is(prev, next)) return next;
  if (Array.isArray(prev) && Array.isArray(next)) return keepEqualArray(prev, next);
  if (isPlain(prev) && isPlain(next)) return keepEqualObject(prev, next);
  return next;
}

function keepEqualArray<T>(prev: unknown[], next: T & unknown[]): T {
  let isSame = prev.length === next.length;
  // An item that merely moved already has its old reference: compared with its new neighbour it would become a third object.
  const old = new Set(prev);
  const merged = next.map((item, index) => {
    const kept = old.has(item) ? item : keepEqual(prev[index], item);
    if (!Object.is(kept, prev[index])) isSame = false;
    return kept;
  });
  // The merged array holds equal values in equal places, so it has the type of `next`; so has an equal `prev`.
  return (isSame ? prev : merged) as T & unknown[];
}

function keepEqualObject<T extends object>(prev: Record<string, unknown>, next: T): T {
  const entries = Object.entries(next);
  let isSame = Object.keys(prev).length === entries.length;
  const merged = entries.map(([key, item]): [string, unknown] => {
    const kept = keepEqual(Object.hasOwn(prev, key) ? prev[key] : undefined, item);
    if (!Object.hasOwn(prev, key) || !Object.is(kept, prev[key])) isSame = false;
    return [key, kept];
  });
  // As above: equal to `next` key by key.
  return (isSame ? prev : Object.fromEntries(merged)) as T;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
