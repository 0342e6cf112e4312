import { severityFromWord, severityFromSyslog, type Severity } from '@tunnelwatch/shared/severity';
import type { DecodeTrace } from '../decode-trace.js';
import type { DecodeContext } from '../decoded-line.js';
import { hostOf, isAddress } from '../header/address.js';
import type { Hop } from '../line-parts.js';
import { readStamp, type Stamp, type StampContext } from '../time-stamp.js';
import { HOST_KEYS, MESSAGE_KEYS, PID_KEYS, PROGRAM_KEYS, SEVERITY_KEYS, TIME_KEYS } from './object-keys.js';

/** An object that a receiver or shipper wrapped around a message: the message, and what the object says of it. */
export interface Envelope {
  message: string;
  outer: Hop;
  /** True when the object says that the gateway's program wrote the message. */
  isGatewayProgram: boolean;
}

export type Fields = ReadonlyMap<string, unknown>;

/** The end of the year 9999: no stamp of any shape says more, epoch ms. */
const LATEST_MS = 253_402_300_799_999;
/** Seconds since 1973, or finer, as text. */
const EPOCH_TEXT = /^\d{9,19}(?:\.\d{1,9})?$/;
/** Values of an object, and of those within it, that are looked at. */
const MAX_VALUES = 2000;
const MAX_DEPTH = 8;
/** What a gateway's message has where its mark was taken off. */
const WITH_ID = /(?:^|[\s,;])id=\\*"?\d/;

/**
 * Opens an object as receivers and shippers write them: the message under one of its usual names, or wherever a text of
 * the object looks like one. Undefined when it has none.
 */
export function openObject(parsed: unknown, context: DecodeContext): Envelope | undefined {
  const fields = flatten(parsed);
  const message = messageOf(fields, context.trace);
  if (message === undefined) return undefined;
  const outer: Hop = {};
  const host = hostIn(fields, context.trace);
  if (host !== undefined) outer.host = host;
  const time = timeIn(fields, context);
  if (time !== undefined) outer.time = time;
  const severity = severityIn(fields, context.trace);
  if (severity !== undefined) outer.severity = severity;
  const program = firstText(fields, PROGRAM_KEYS);
  return {
    message: withStamp(message, fields),
    outer,
    isGatewayProgram: program !== undefined && /^EFW(?:\[\d*\])?:?$/.test(program.trim()),
  };
}

/**
 * Parsers of RFC 3164 take a raw line's `[2026-11-29 06:00:00] EFW:` for a tag with a pid, which ends at the blank: puts
 * the date back in front of the clock.
 */
function withStamp(message: string, fields: Fields): string {
  const pid = CLOCK_AND_BRACKET.test(message) ? firstText(fields, PID_KEYS) : undefined;
  return pid !== undefined && DATE.test(pid) ? `[${pid} ${message}` : message;
}

const CLOCK_AND_BRACKET = /^\s*\d\d:\d\d:\d\d\]/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/**
 * All values by their path, `a.b.c`, as keys with full stops in them are written too; the first of a path counts. An
 * attribute of a collector of traces, `{key, value: {stringValue}}`, stands under its key. In a Map, so that a key such as
 * `__proto__` of hostile input stays a plain one; and within that nothing is looked for.
 */
export function flatten(parsed: unknown): Fields {
  if (typeof parsed !== 'object' || parsed === null) return new Map();
  // Most objects are flat: nothing in them has to be looked for.
  return (Array.isArray(parsed) ? undefined : flatFields(parsed)) ?? flattenDeep(parsed);
}

/** The fields of an object that has no other within it; undefined for one that has. */
function flatFields(parsed: object): Fields | undefined {
  const fields = new Map<string, unknown>();
  for (const [key, value] of Object.entries(parsed)) {
    if (typeof value === 'object') return undefined;
    fields.set(key, value);
  }
  return fields;
}

function flattenDeep(parsed: object): Fields {
  const fields = new Map<string, unknown>();
  const waiting: { value: unknown; path: string; depth: number }[] = [{ value: parsed, path: '', depth: 0 }];
  for (let next = 0; next < waiting.length && next < MAX_VALUES; next++) {
    const entry = waiting[next];
    if (entry === undefined || typeof entry.value !== 'object' || entry.value === null) continue;
    const isList = Array.isArray(entry.value);
    for (const [key, value] of Object.entries(entry.value)) {
      if (key === '__proto__' || waiting.length >= MAX_VALUES || (isList && !namesSender(value))) continue;
      const path = isList || WRAPPERS.has(key) ? entry.path : within(entry.path, key);
      const known = fields.get(path);
      if (known === undefined || typeof known === 'object') fields.set(path, value);
      if (entry.depth < MAX_DEPTH) waiting.push({ value, path, depth: entry.depth + 1 });
    }
    takeAttribute(entry.value, fields);
  }
  return withEndings(fields);
}

/** Of a list objects are looked into; of texts only an address says who it was. */
function namesSender(value: unknown): boolean {
  return typeof value === 'object' || (typeof value === 'string' && isAddress(value));
}

function within(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** What stands deeper is found by the end of its path too, but not what a shipper says of itself. */
function withEndings(fields: Map<string, unknown>): Fields {
  for (const [path, value] of [...fields]) {
    if (OWN_OF_SHIPPER.test(path)) continue;
    for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      const ending = path.slice(dot + 1);
      if (!fields.has(ending)) fields.set(ending, value);
    }
  }
  return fields;
}

const OWN_OF_SHIPPER = /(?:^|\.)(?:agent|beat|shipper|collector|ecs|container|kubernetes|docker|input)\./;

/** Names that only say that a value comes, and of what type it is. */
const WRAPPERS: ReadonlySet<string> = new Set(['stringValue', 'intValue', 'value', 'fields', '_source', 'result']);

function takeAttribute(value: object, fields: Map<string, unknown>): void {
  const { key, value: inner } = value as { key?: unknown; value?: unknown };
  if (typeof key !== 'string' || typeof inner !== 'object' || inner === null) return;
  const [first] = Object.values(inner);
  if (!fields.has(key)) fields.set(key, first);
}

function messageOf(fields: Fields, trace: DecodeTrace | undefined): string | undefined {
  const key =
    MESSAGE_KEYS.find((name) => isMessageLike(fields.get(name))) ??
    [...fields.keys()].find((name) => isMessageLike(fields.get(name))) ??
    MESSAGE_KEYS.find((name) => typeof fields.get(name) === 'string');
  const value = key === undefined ? undefined : fields.get(key);
  if (key === undefined || typeof value !== 'string') return undefined;
  trace?.({ kind: 'key', what: 'message', key });
  return wellFormed(value);
}

/** The names of an object's fields, those within others by their path; for people, so no more than they can read. */
export function fieldNames(parsed: unknown): string[] {
  const names: string[] = [];
  for (const [name, value] of flatten(parsed)) {
    // What stands deeper is there a second time by the end of its path.
    const isRepeated = names.some((path) => path.endsWith(`.${name}`));
    if (isRepeated || (typeof value === 'object' && value !== null)) continue;
    names.push(name);
    if (names.length === MAX_NAMES) break;
  }
  return names;
}

const MAX_NAMES = 20;

export function isMessageLike(value: unknown): value is string {
  return typeof value === 'string' && value.includes('=') && (value.includes('EFW') || WITH_ID.test(value));
}

function firstText(fields: Fields, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = fields.get(key);
    if (typeof value === 'string') return wellFormed(value);
  }
  return undefined;
}

/** Half a surrogate pair, which only an escape in JSON can bring, has no form in UTF-8 and so none in the store. */
function wellFormed(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? Buffer.from(text, 'utf8').toString('utf8') : text;
}

/** The first that names a host; a path or a kind of input is none. */
function hostIn(fields: Fields, trace: DecodeTrace | undefined): string | undefined {
  for (const key of HOST_KEYS) {
    const value = fields.get(key);
    if (typeof value !== 'string') continue;
    const host = hostOf(wellFormed(value).trim());
    if (host === '' || host === '-' || NO_HOST.test(host)) continue;
    trace?.({ kind: 'key', what: 'host', key });
    return host;
  }
  return undefined;
}

const NO_HOST = /[\s/=]|^(?:udp|tcp|tls|syslog|file|stdin)\b/i;

function timeIn(fields: Fields, context: DecodeContext): number | undefined {
  for (const key of TIME_KEYS) {
    const stamp = stampOf(fields.get(key), context);
    if (stamp === undefined) continue;
    context.trace?.({ kind: 'key', what: 'time', key, stamp });
    return stamp.time;
  }
  return undefined;
}

/** The stamp that a value of an object is, as a text or as a count since 1970. */
export function stampOf(value: unknown, context: StampContext): Stamp | undefined {
  if (typeof value === 'number') return epochStamp(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return EPOCH_TEXT.test(text) ? epochStamp(Number(text)) : readStamp(text, 0, context);
}

function epochStamp(value: number): Stamp | undefined {
  const time = epochMs(value);
  return time === undefined ? undefined : { time, end: 0, zone: 'stamp', isYearAssumed: false };
}

/**
 * A count since 1970 by its size: Fluent Bit writes seconds, others milliseconds, journald microseconds and collectors
 * of traces nanoseconds. The year 2001 in one of these is far beyond the year 9999 in the one before.
 */
function epochMs(value: number): number | undefined {
  if (!(value > 0)) return undefined;
  if (value < 1e12) return Math.round(value * 1000);
  for (const perMs of [1, 1000, 1e6]) if (value / perMs <= LATEST_MS) return Math.round(value / perMs);
  return undefined;
}

function severityIn(fields: Fields, trace: DecodeTrace | undefined): Severity | undefined {
  for (const key of SEVERITY_KEYS) {
    const value = fields.get(key);
    const isNumeric = typeof value === 'number' || (typeof value === 'string' && /^\d$/.test(value));
    const severity = isNumeric
      ? severityFromSyslog(Number(value))
      : typeof value === 'string'
        ? severityFromWord(value)
        : undefined;
    if (severity === undefined) continue;
    trace?.({ kind: 'key', what: 'severity', key });
    return severity;
  }
  return undefined;
}
