import { openPeople } from '@tunnelwatch/server/serve/people/people-store';
import { createToken } from '@tunnelwatch/server/serve/people/token-keeping';
import type { Actor, Role } from '@tunnelwatch/shared/actor';

/** Who prepares things in tests. */
export const TESTER: Actor = { kind: 'person', name: 'tester', address: null };

/** Makes a token in the data folder of a server, as another process would. */
export function tokenFor(dataDirectory: string, role: Role, name: string = role): string {
  const store = openPeople(dataDirectory);
  try {
    const created = createToken(store, { name, role }, TESTER);
    if (!created.ok) throw new Error(created.detail);
    return created.value.secret;
  } finally {
    store.database.close();
  }
}

/** The header that shows a token. */
export function bearer(token: string): { Authorization: string } {
  return { Authorization: `Bearer ${token}` };
}
