import type { z } from 'zod';
import { nearestWord, suggest } from './did-you-mean.js';
import { formatPath, quoteValue } from './setting-error.js';

/** What is wrong with a value, or a part of it, in words. */
export interface ValueFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly remedy: string;
}

/** What is expected of each key of an entry, and of the whole value. */
export interface Expected {
  readonly keys: Readonly<Record<string, string>>;
  readonly whole: string;
}

/** An issue of a schema in words. @param value all that the schema was given */
export function issueFaults(issue: z.core.$ZodIssue, value: unknown, expected: Expected): readonly ValueFault[] {
  const { path } = issue;
  if (issue.code === 'custom' && issue.params?.['remedy'] !== undefined) {
    return [{ path, message: issue.message, remedy: String(issue.params['remedy']) }];
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({
      path: [...path, name],
      message: 'unknown key',
      remedy: suggest(name, Object.keys(expected.keys)),
    }));
  }
  const at = valueAt(value, path);
  const fault = invalidValue(path, at, expectedOf(path, expected));
  const meant = meantValue(issue, at);
  return [meant === undefined ? fault : { ...fault, remedy: `did you mean ${meant}?` }];
}

/** A value that is not what is expected. */
export function invalidValue(path: readonly PropertyKey[], value: unknown, expects: string): ValueFault {
  const message = value === undefined ? 'is missing' : `${quoteValue(value)} is not valid`;
  return { path, message, remedy: `expected ${expects}` };
}

/** One line of text: `routes[1].hours: "25:00" is not valid; expected hours such as 22:00-06:00`. */
export function formatFault({ path, message, remedy }: ValueFault): string {
  return `${path.length === 0 ? '' : `${formatPath(path)}: `}${message}; ${remedy}`;
}

/** A part of a value; undefined where there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, part) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return Object.entries(at).find(([name]) => name === String(part))?.[1];
  }, value);
}

/** The allowed value that a mistyped one is close to. */
function meantValue(issue: z.core.$ZodIssue, value: unknown): string | undefined {
  if (issue.code !== 'invalid_value' || typeof value !== 'string') return undefined;
  return nearestWord(value, issue.values.map(String));
}

function expectedOf(path: readonly PropertyKey[], { keys, whole }: Expected): string {
  // For a list, the number of the entry precedes the key.
  const part = path.find((step) => typeof step === 'string' && step in keys);
  const expects = Object.entries(keys).find(([name]) => name === part);
  return expects?.[1] ?? whole;
}
