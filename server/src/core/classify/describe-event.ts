import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { EventClass } from '@tunnelwatch/shared/failure-class';
import type { Severity } from '@tunnelwatch/shared/severity';
import type { Subject } from '@tunnelwatch/shared/subject';
import { utcTime } from '../decode/clock-zone.js';
import { decodeStored } from '../decode/decode-line.js';
import type { DecodedMessage } from '../decode/decoded-line.js';
import { lineText } from '../decode/line-text.js';
import { parseWholeNumber } from '../decode/whole-number.js';
import type { Catalogue } from './catalogue.js';

/** An event as the store keeps it: what it was classified as, and the line itself, byte for byte. */
export interface StoredEvent {
  seq: number;
  /** Epoch ms. */
  time: number;
  /** Epoch ms. */
  receivedTime: number;
  subject: Subject;
  messageId: number | null;
  severity: Severity;
  class: EventClass;
  isKnown: boolean;
  /** How many events it counts for, where a receiver folded equal messages into one line. */
  repeats: number;
  source: string;
  raw: Uint8Array;
}

/**
 * An event for people and programs: the stored facts, and the fields decoded anew from its raw line. The stored
 * classification stands even when the catalogue has changed since.
 */
export function describeEvent(stored: StoredEvent, catalogue: Catalogue): TunnelwatchEvent {
  const raw = lineText(Buffer.from(stored.raw.buffer, stored.raw.byteOffset, stored.raw.byteLength));
  const decoded = decodeStored(raw, stored.messageId, {
    arrivedAt: stored.receivedTime,
    near: stored.time,
    zone: utcTime,
    gatewayHint: stored.subject.gateway,
  });
  const message = decoded.kind === 'message' ? decoded : undefined;
  const parameters = [...(message?.parameters ?? [])];
  const entry = stored.messageId === null ? undefined : catalogue.byId(stored.messageId);
  const { subject } = stored;
  return {
    seq: stored.seq,
    time: stored.time,
    receivedTime: stored.receivedTime,
    gateway: subject.gateway,
    ...senderOf(message),
    repeats: stored.repeats,
    matchkey: subject.kind === 'tunnel' ? subject.matchkey : null,
    iface: message?.parameters.get('iface') ?? null,
    subject,
    messageId: stored.messageId,
    message: entry?.message ?? message?.text ?? '',
    severity: stored.severity,
    class: stored.class,
    isKnown: stored.isKnown,
    action: message?.action ?? null,
    // Object.fromEntries defines own properties, so a hostile name such as __proto__ stays an ordinary key.
    parameters: Object.fromEntries(parameters),
    numbers: Object.fromEntries(numbersOf(parameters)),
    raw,
    source: stored.source,
  };
}

/** Who logged a line and how it came, as far as the line says it. */
function senderOf(message: DecodedMessage | undefined): Pick<TunnelwatchEvent, 'member' | 'relays'> {
  if (message === undefined) return { member: null, relays: [] };
  return { member: message.member ?? null, relays: [...message.relays] };
}

function numbersOf(parameters: readonly (readonly [string, string])[]): [string, string][] {
  const numbers: [string, string][] = [];
  for (const [name, value] of parameters) {
    const number = parseWholeNumber(value);
    if (number !== undefined) numbers.push([name, number.toString()]);
  }
  return numbers;
}
