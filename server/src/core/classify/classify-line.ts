import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import type { FailureClass } from '@tunnelwatch/shared/failure-class';
import type { Severity } from '@tunnelwatch/shared/severity';
import type { UnreadableReason } from '@tunnelwatch/shared/source-health';
import type { Subject } from '@tunnelwatch/shared/subject';
import type { DecodedLine, DecodedMessage } from '../decode/decoded-line.js';
import { nameText } from '../decode/line-text.js';
import { parseMessageId } from '../decode/whole-number.js';
import type { Catalogue } from './catalogue.js';

/** An event before the store has numbered it. */
export interface ClassifiedEvent {
  decoded: DecodedMessage;
  subject: Subject;
  /** Null for an IPsec message that carries no id and no known text. */
  messageId: number | null;
  /** Undefined for a message that the catalogue does not have. */
  entry: CatalogueEntry | undefined;
  severity: Severity;
  class: FailureClass;
}

/** A message of another category, where somebody has asked to store these too. */
export interface OtherEvent extends Omit<ClassifiedEvent, 'class'> {
  class: 'other';
}

/** What a line became: exactly one of these four, so that lines = events + other + unreadable + empty. */
export type Classified =
  | { kind: 'event'; event: ClassifiedEvent }
  | { kind: 'other'; category: string }
  | { kind: 'unreadable'; reason: UnreadableReason }
  | { kind: 'empty' };

/**
 * Holds a decoded line against the catalogue: by id wherever one stands, by text only for a line without an id.
 * An IPsec message, or one with an id and a matchkey, that the catalogue does not have is an unknown event and is kept.
 */
export function classifyLine(decoded: DecodedLine, catalogue: Catalogue): Classified {
  if (decoded.kind === 'repeated') return { kind: 'unreadable', reason: 'repeats-unknown' };
  if (decoded.kind !== 'message') return decoded;
  const isIpsec = `,${decoded.category},`.includes(',IPSEC,');
  const parameters = decoded.parameters;
  if (decoded.id === undefined) {
    const entry = decoded.text === '' || !isIpsec ? undefined : catalogue.byText(decoded.text, parameters.has('new'));
    if (entry !== undefined) return eventOf(decoded, entry.id, entry);
    if (!isIpsec) return { kind: 'other', category: decoded.category };
    return decoded.text === '' ? { kind: 'unreadable', reason: 'no-id' } : eventOf(decoded, null, undefined);
  }
  const messageId = parseMessageId(decoded.id);
  if (messageId === undefined) {
    return isIpsec ? { kind: 'unreadable', reason: 'bad-id' } : { kind: 'other', category: decoded.category };
  }
  const entry = catalogue.byId(messageId);
  if (entry !== undefined) return eventOf(decoded, messageId, entry);
  if (isIpsec || parameters.has('matchkey')) return eventOf(decoded, messageId, undefined);
  return { kind: 'other', category: decoded.category };
}

/** A message of another category as an event to store. */
export function otherEvent(decoded: DecodedMessage): OtherEvent {
  return {
    decoded,
    subject: subjectOf(decoded),
    messageId: (decoded.id === undefined ? undefined : parseMessageId(decoded.id)) ?? null,
    entry: undefined,
    severity: decoded.severity ?? 'information',
    class: 'other',
  };
}

function eventOf(decoded: DecodedMessage, messageId: number | null, entry: CatalogueEntry | undefined): Classified {
  const event: ClassifiedEvent = {
    decoded,
    subject: subjectOf(decoded),
    messageId,
    entry,
    severity: decoded.severity ?? entry?.severity ?? 'notice',
    class: entry?.failureClass ?? 'unknown',
  };
  return { kind: 'event', event };
}

function subjectOf(decoded: DecodedMessage): Subject {
  const { gateway, parameters } = decoded;
  const matchkey = parameters.get('matchkey');
  if (matchkey !== undefined) return { kind: 'tunnel', gateway, matchkey: nameText(matchkey) };
  const iface = parameters.get('iface');
  return iface === undefined ? { kind: 'gateway', gateway } : { kind: 'interface', gateway, iface: nameText(iface) };
}
