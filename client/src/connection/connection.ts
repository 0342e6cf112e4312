import type { AcknowledgeCommand, Change, CommandResult, View } from '@tunnelwatch/shared/protocol';
import type { Problem } from '@tunnelwatch/shared/error-code';
import type { Link } from './link.js';

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

/** How an acknowledgement ended: the server's answer, or why there is none. */
export type AcknowledgeOutcome = CommandResult | { readonly ok: false; readonly notSent: string };

/** A live connection. Joined rooms stay joined through every reconnect. */
export interface Connection {
  join: (view: View) => void;
  leave: (view: View) => void;
  acknowledge: (command: AcknowledgeCommand) => Promise<AcknowledgeOutcome>;
  close: () => void;
}

export type OpenConnection = (sink: ConnectionSink) => Connection;
