import type { AlertCommand, BulkCommand, BulkResult, CommandResult } from '@tunnelwatch/shared/alert-command';
import type { Change, PresenceRequest, View } from '@tunnelwatch/shared/protocol';
import type { Problem } from '@tunnelwatch/shared/error-code';

/** The state of the link to the server. `since` is by this computer's clock, epoch milliseconds. */
export type Link =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'disconnected'; readonly since: number; readonly reason: string }
  /** The server runs another version of the protocol: this page has to be reloaded, and has stopped reconnecting. */
  | { readonly state: 'otherVersion'; readonly since: number };

/** Where a connection delivers what it receives. Everything has been parsed. */
export interface ConnectionSink {
  onLink: (link: Link) => void;
  /** The whole state of a room, as changes to an empty state. */
  onSnapshot: (room: string, changes: readonly Change[]) => void;
  onDelta: (room: string, changes: readonly Change[]) => void;
  /** Some deltas of the room are missing; a snapshot has been requested. */
  onGap: (room: string) => void;
  /** The server refused the room. */
  onRefused: (room: string, problem: Problem) => void;
}

/** Why the server did not answer. */
interface NotSent {
  readonly ok: false;
  readonly notSent: string;
}

/** How a command ended: the server's answer, or why there is none. */
export type CommandOutcome = CommandResult | NotSent;
export type BulkOutcome = BulkResult | NotSent;

/** A live connection. Joined rooms stay joined through every reconnect. */
export interface Connection {
  join: (view: View) => void;
  leave: (view: View) => void;
  act: (command: AlertCommand) => Promise<CommandOutcome>;
  actOnAll: (command: BulkCommand) => Promise<BulkOutcome>;
  /** Reports which alert the page is showing, now and after every reconnect. */
  reportPresence: (presence: PresenceRequest) => void;
  close: () => void;
}

export type OpenConnection = (sink: ConnectionSink) => Connection;
