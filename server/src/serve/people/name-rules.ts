import { looksLike } from '@tunnelwatch/shared/look-alike';
import { deceptionIn, spelledOut } from './person-name.js';
import type { PeopleStore } from './people-store.js';

type Names = Pick<PeopleStore, 'users' | 'providerUsers'>;

/** Names by which the audit trail calls this server and those whom it does not know. */
const RESERVED = ['tunnelwatch', 'somebody'];

/** Why nobody can be given a name. */
export interface NameRefusal {
  /** For an admin. */
  detail: string;
  /** The name that it could be taken for, if that is the reason. */
  like: string | undefined;
}

/**
 * Why somebody cannot be given a name: it could be taken for another one. The very same name is no reason, that is for
 * the caller to decide.
 * @param own the name that they have now
 */
export function refusalOfName(names: Names, name: string, own?: string): NameRefusal | undefined {
  const like = [...takenNames(names, own), ...RESERVED].find((other) => other !== name && looksLike(name, other));
  const shown = spelledOut(name);
  if (like !== undefined) {
    const detail = `the name ${shown} could be taken for ${spelledOut(like)}: use another name`;
    return { detail, like };
  }
  if (RESERVED.includes(name)) return { detail: `the name ${shown} is reserved: use another name`, like: undefined };
  const deception = deceptionIn(name);
  return deception === undefined
    ? undefined
    : { detail: `the name ${shown} ${deception}: use another name`, like: undefined };
}

/** The first of `dave`, `dave-2`, `dave-3` and so on that nobody else has. @param own the name that they have now */
export function distinctName(names: Names, name: string, own?: string): string {
  const taken = takenNames(names, own);
  for (let number = 1; ; number++) {
    // The same length as any other name, at most.
    const ending = number === 1 ? '' : `-${String(number)}`;
    const candidate = name.slice(0, 64 - ending.length) + ending;
    if (!taken.some((other) => looksLike(candidate, other))) return candidate;
  }
}

function takenNames({ users, providerUsers }: Names, own: string | undefined): string[] {
  return [...users.list(), ...providerUsers.list()].map(({ name }) => name).filter((name) => name !== own);
}
