import { z } from 'zod';
import { canonicalAddress } from '../core/decode/header/address.js';
import { fromJson } from './from-json.js';

const MAX_LENGTH = 255;
const REMEDY_NAME = `expected a name of 1 to ${String(MAX_LENGTH)} characters`;

/** A name in the form in which it is looked up: its case does not matter, nor the way in which an address is written. */
function keyOf(name: string): string {
  return canonicalAddress(name.trim()).toLowerCase();
}

function isName(text: string): boolean {
  const { length } = text.trim();
  return length > 0 && length <= MAX_LENGTH;
}

/** The last of a chain of aliases; undefined where it has no end. */
function endOf(target: string, byKey: ReadonlyMap<string, string>): string | undefined {
  const seen = new Set<string>();
  for (let name = target; ;) {
    const key = keyOf(name);
    const next = byKey.get(key);
    if (next === undefined) return name;
    // How a name is spelled.
    if (keyOf(next) === key) return next;
    if (seen.has(key)) return undefined;
    seen.add(key);
    name = next;
  }
}

interface Problem {
  key: string;
  message: string;
  remedy: string;
}

function problemsOf(entries: readonly (readonly [string, string])[]): Problem[] {
  const byKey = new Map<string, string>(entries.map(([key, target]) => [keyOf(key), target]));
  const first = new Map<string, string>();
  return entries.flatMap(([key, target]): Problem[] => {
    const other = first.get(keyOf(key));
    first.set(keyOf(key), key);
    if (!isName(key)) return [{ key, message: 'the name before the colon is empty or too long', remedy: REMEDY_NAME }];
    if (!isName(target)) return [{ key, message: 'the name of the gateway is empty or too long', remedy: REMEDY_NAME }];
    if (other !== undefined) {
      const message = `is the same name as ${other}: case does not matter, nor how an address is written`;
      return [{ key, message, remedy: 'remove one of the two' }];
    }
    if (canonicalAddress(key.trim()) === canonicalAddress(target.trim())) {
      return [{ key, message: 'is an alias of itself', remedy: 'name the gateway that it is, or remove this key' }];
    }
    if (endOf(target, byKey) === undefined) {
      const message = `leads from ${target} back to itself`;
      return [{ key, message, remedy: 'let one of these names be the gateway’s, without an alias of its own' }];
    }
    return [];
  });
}

/** Names of gateways by other names of theirs: keys in small letters, addresses in canonical form, chains resolved. */
export const aliasesSchema = z
  .preprocess(fromJson, z.record(z.string(), z.string()).default({}))
  .superRefine((aliases, context) => {
    for (const { key, message, remedy } of problemsOf(Object.entries(aliases))) {
      context.addIssue({ code: 'custom', path: [key], message, params: { remedy } });
    }
  })
  .transform((aliases): Record<string, string> => {
    const byKey = new Map(
      Object.entries(aliases).map(([key, target]) => [keyOf(key), canonicalAddress(target.trim())]),
    );
    return Object.fromEntries(Array.from(byKey, ([key, target]) => [key, endOf(target, byKey) ?? target]));
  });
