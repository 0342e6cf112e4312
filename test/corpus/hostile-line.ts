import type { UnreadableReason } from '@tunnelwatch/shared/source-health';
import { ARRIVAL, FALLBACK_GATEWAY } from './prefixes.js';
import type { ExpectedHostileEvent, HostileLine, HostileOutcome, LineContext, Pairs } from './types.js';

const CONTEXT: LineContext = { arrival: ARRIVAL, timeZone: 'UTC', fallbackGateway: FALLBACK_GATEWAY };

/** A line of text that must become `outcome`. */
export function hostile(
  name: string,
  line: string | Uint8Array,
  outcome: HostileOutcome | readonly HostileOutcome[],
  context: Partial<LineContext> = {},
): HostileLine {
  const bytes = typeof line === 'string' ? new TextEncoder().encode(line) : line;
  const outcomes = 'kind' in outcome ? [outcome] : outcome;
  return { name, bytes, context: { ...CONTEXT, ...context }, outcomes };
}

/** A raw line of the device with this body. */
export function raw(body: string): string {
  return `[2026-02-10 17:57:40] EFW: ${body}`;
}

/** A message of the catalogue. */
export function known(messageId: number, more: Partial<ExpectedHostileEvent> = {}): ExpectedHostileEvent {
  return { kind: 'event', isKnown: true, messageId, ...more };
}

/** An event that the catalogue does not have; the id is null where the line has none. */
export function unknown(messageId: number | null, more: Partial<ExpectedHostileEvent> = {}): ExpectedHostileEvent {
  return { kind: 'event', isKnown: false, messageId, ...more };
}

/** A known 278 of the tunnel with this matchkey. */
export function replayOf(matchkey: string, parameters: Pairs = []): ExpectedHostileEvent {
  return known(278, { subjectKind: 'tunnel', matchkey, parameters: [['matchkey', matchkey], ...parameters] });
}

export function unreadable(...reasons: readonly UnreadableReason[]): HostileOutcome {
  return { kind: 'unreadable', reasons };
}

export function other(category: string): HostileOutcome {
  return { kind: 'other', category };
}

export const EMPTY: HostileOutcome = { kind: 'empty' };
