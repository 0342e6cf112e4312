import { AlertRegistry } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import type { Actor } from '@tunnelwatch/shared/actor';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertCommand } from '@tunnelwatch/shared/alert-command';

/** A book over stored alerts; nothing folds or returns by itself unless the settings say so. */
export function bookOf(stored: readonly Alert[] = [], lastId = 0): AlertRegistry {
  const settings = { pastAfterMs: 15 * 60_000, foldFrom: 1000, floodFrom: 1000, mostPerRule: 100_000 };
  return new AlertRegistry({ alerts: stored, lastId }, settings);
}

/** A few events within minutes are enough to return, chatter, fold and flood. */
export const HASTY_SETTINGS = {
  pastAfterMs: 15 * 60_000,
  quietMs: 60_000,
  chatterHoldMs: 90_000,
  realarmFactor: 2,
  foldFrom: 3,
  foldWithinMs: 60_000,
  floodFrom: 6,
  floodEndsBelow: 3,
};

/** A person at a desk. */
export function person(name: string): Actor {
  return { kind: 'person', name, address: '192.0.2.7' };
}

/** An action with what nearly all have in common. */
export function command(part: Pick<AlertCommand, 'id' | 'action' | 'version'> & Partial<AlertCommand>): AlertCommand {
  return { comment: '', until: null, assignee: null, ...part };
}

/** Acknowledges the version that somebody saw. */
export function acknowledge(
  book: AlertRegistry,
  { id, version, by = 'Anna', comment = '' }: AcknowledgeParts,
  now: number,
) {
  return book.act(command({ id, action: 'acknowledge', version, comment }), person(by), now);
}

interface AcknowledgeParts {
  id: number;
  version: number;
  by?: string;
  comment?: string;
}
