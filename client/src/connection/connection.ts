import type { AlertCommand, BulkCommand, BulkResult, CommandResult } from '@tunnelwatch/shared/alert-command';
import type { Change, LookRequest, View } from '@tunnelwatch/shared/protocol';
import type { Problem } from '@tunnelwatch/shared/error-code';

/** The state of the link to the server. `since` is by this computer's clock, epoch milliseconds. */
export type Link =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'disconnected'; readonly since: number; readonly reason: string }
  /** The server runs another version of the protocol: this page has to be reloaded, and no longer tries to connect. */
  | { readonly state: 'otherVersion'; readonly since: number };

/** Where a connection delivers what it hears. Everything has been parsed. */
export interface ConnectionSink {
  onLink: (link: Link) => void;
  /** The whole state of a room, as changes to nothing. */
  onSnapshot: (room: string, changes: readonly Change[]) => void;
  onDelta: (room: string, changes: readonly Change[]) => void;
  /** Some deltas of the room are missing; a snapshot has been asked for. */
  onGap: (room: string) => void;
  /** The server refused the room. */
  onRefused: (room: string, problem: Problem) => void;
}

/** Why there is no answer of the server. */
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
  /** Says which alert the page looks at, now and after every reconnect. */
  look: (look: LookRequest) => void;
  close: () => void;
}

export type OpenConnection = (sink: ConnectionSink) => Connection;
