import { isAtLeast, type Role } from '@tunnelwatch/shared/actor';
import type { Who } from '@tunnelwatch/shared/people';
import { createContext, useContext } from 'react';

/** Who looks at the page; null while the server could not be asked. It stays the same as long as the page is open. */
export const WhoContext = createContext<Who | null>(null);

/** Who looks at the page. */
export function useWho(): Who | null {
  return useContext(WhoContext);
}

/** Whether to offer what needs a role; the server decides for itself. */
export function useMay(needed: Role): boolean {
  const who = useWho();
  return who === null || isAtLeast(who.role, needed);
}

/** The name that the server enters for what is done on this page; null where nobody signs in and a name is asked for. */
export function useSignedInName(): string | null {
  const who = useWho();
  return who === null || who.kind === 'open' ? null : who.name;
}
