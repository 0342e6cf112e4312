import { limitKey } from '../client-address.js';
import type { Who } from '@tunnelwatch/shared/people';
import type { View } from '@tunnelwatch/shared/protocol';

/** An authenticated requester: by a session, by a token, or because sign-in is disabled. */
export interface Principal extends Who {
  /** Number of the session or token; 0 when sign-in is disabled. */
  id: number;
  /** Whom things are kept for, whatever their name (`person-key`); null for a token, and when sign-in is disabled. */
  person: string | null;
  /** When it expires in any case, epoch ms; null for never. */
  expiresAt: number | null;
}

/**
 * Whose work a request is: equal for all sessions of a person and all uses of a token, different for others. Without a
 * principal, or where everybody is the same one, it is the network address (IPv6: its /64).
 */
export function askerKey(principal: Principal | undefined, address: string): string {
  if (principal === undefined || principal.kind === 'open') return `address ${limitKey(address)}`;
  return principal.kind === 'session' ? `person ${principal.name}` : `token ${String(principal.id)}`;
}

/** Whether the principal may have a view, as far as walls go: a token of one wall opens that one only. */
export function mayViewWall({ wall }: Principal, view: View): boolean {
  return wall === null || view.view === 'status' || (view.view === 'wall' && view.wall === wall);
}

/** A principal in the words of an alert. */
export function principalLabel({ kind, name, role }: Principal, address: string): string {
  if (kind === 'open') return address;
  return role === 'wall' ? `wall ${name}` : `${name} (${role})`;
}

/** The principal of everybody, when sign-in is disabled. */
export const OPEN_PRINCIPAL: Principal = {
  kind: 'open',
  id: 0,
  person: null,
  name: 'somebody',
  role: 'admin',
  mustChangePassword: false,
  hasPassword: false,
  wall: null,
  expiresAt: null,
};
