import type { Who } from '@tunnelwatch/shared/people';

/** Somebody whom the server knows: by a session, by a token, or because nobody signs in here. */
export interface Principal extends Who {
  /** Number of the session or token; 0 where nobody signs in. */
  id: number;
  /** When it ends by itself whatever happens, epoch ms; null for never. */
  expiresAt: number | null;
}

/** Everybody, where nobody signs in. */
export const OPEN_PRINCIPAL: Principal = {
  kind: 'open',
  id: 0,
  name: 'somebody',
  role: 'admin',
  mustChangePassword: false,
  hasPassword: false,
  expiresAt: null,
};
