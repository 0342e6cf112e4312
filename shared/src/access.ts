import type { Role } from './actor.js';
import { COMMANDS } from './commands.js';
import type { ClientToServerEvents, View } from './protocol.js';

/** Who may use something: everybody without signing in, or anybody with at least this role. */
export type Access = 'anyone' | Role;

/** The lowest role that may view a live view. */
export const VIEW_ACCESS: Readonly<Record<View['view'], Role>> = {
  status: 'wall',
  wall: 'wall',
  overview: 'viewer',
  tunnel: 'viewer',
  alerts: 'viewer',
  events: 'viewer',
  sources: 'viewer',
  cluster: 'viewer',
};

/** The lowest role that may send a message over the live connection; for a subscription, the view decides further. */
export const COMMAND_ACCESS: Readonly<Record<keyof ClientToServerEvents, Role>> = {
  subscribe: 'wall',
  unsubscribe: 'wall',
  presence: 'viewer',
  act: COMMANDS.act.access,
  actOnAll: COMMANDS.actOnAll.access,
};
