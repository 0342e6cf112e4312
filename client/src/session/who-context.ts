import { isAtLeast, type Role } from '@tunnelwatch/shared/actor';
import type { Who } from '@tunnelwatch/shared/people';
import { createContext, useContext } from 'react';

/** The signed-in user; null while the server could not be reached. It stays the same as long as the page is open. */
export const WhoContext = createContext<Who | null>(null);

/** The signed-in user. */
export function useWho(): Who | null {
  return useContext(WhoContext);
}

/** Whether to offer what requires a role; the server checks it again. */
export function useMay(needed: Role): boolean {
  const who = useWho();
  return who === null || isAtLeast(who.role, needed);
}

/** The name that the server records for actions on this page; null where nobody signs in and a name is requested. */
export function useSignedInName(): string | null {
  const who = useWho();
  return who === null || who.kind === 'open' ? null : who.name;
}
