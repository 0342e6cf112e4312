import type { Who } from '@tunnelwatch/shared/people';

/** An authenticated requester: by a session, by a token, or because sign-in is disabled. */
export interface Principal extends Who {
  /** Number of the session or token; 0 when sign-in is disabled. */
  id: number;
  /** When it expires in any case, epoch ms; null for never. */
  expiresAt: number | null;
}

/** The principal of everybody, when sign-in is disabled. */
export const OPEN_PRINCIPAL: Principal = {
  kind: 'open',
  id: 0,
  name: 'somebody',
  role: 'admin',
  mustChangePassword: false,
  hasPassword: false,
  expiresAt: null,
};
