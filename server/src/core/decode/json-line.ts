import { severityFromWord, severityFromSyslog, type Severity } from '@tunnelwatch/shared/severity';
import type { DecodeContext, Prefix, UnreadableLine } from './decoded-line.js';
import { readBsdStamp, readIsoStamp } from './time-stamp.js';

/** A JSON object that a receiver wrapped around a message: the message, and what the object says of it. */
export interface JsonEnvelope {
  kind: 'envelope';
  message: string;
  outer: Prefix;
}

/** The end of the year 9999: no stamp of any shape says more, epoch ms. */
const LATEST_MS = 253_402_300_799_999;
const MESSAGE_KEYS = ['message', 'msg', 'MESSAGE', '@message', 'log'];
const HOST_KEYS = ['host', 'hostname', 'HOST', 'HOSTNAME', 'fromhost', 'source', '_HOSTNAME'];
/** Names under which an object names its host, where `host` is an object (Elastic Common Schema, Vector). */
const INNER_HOST_KEYS = ['name', 'hostname'];
// Of syslog-ng's two stamps the one with a year and a zone comes first; journald counts in microseconds.
const TIME_KEYS = [
  'timestamp',
  '@timestamp',
  'time',
  'TIMESTAMP',
  'timereported',
  'ISODATE',
  'isodate',
  'date',
  'DATE',
  '__REALTIME_TIMESTAMP',
];
/** Seconds since 1973, or finer, as text. */
const EPOCH_TEXT = /^\d{9,19}(?:\.\d{1,9})?$/;
const PROGRAM_KEYS = [
  'programname',
  'program',
  'PROGRAM',
  'appname',
  'app-name',
  'app_name',
  'ident',
  'SYSLOG_IDENTIFIER',
  'syslogtag',
];
const SEVERITY_KEYS = ['severity', 'level', 'PRIORITY', 'priority', 'syslogseverity', 'syslogseverity-text', 'LEVEL'];

/** Opens one JSON object a line as rsyslog, syslog-ng, Vector and Fluent Bit write it. */
export function openJsonLine(line: string, context: DecodeContext): JsonEnvelope | UnreadableLine {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    // The engine's wording helps nobody here: the reason is counted and the line itself is kept as a sample.
    return { kind: 'unreadable', reason: 'bad-json' };
  }
  const fields = fieldsOf(parsed);
  const message = firstString(fields, MESSAGE_KEYS);
  if (message === undefined) return { kind: 'unreadable', reason: 'no-message-in-json' };
  const outer: Prefix = { bodyStart: 0 };
  const host = readHost(fields);
  if (host !== undefined && host !== '') outer.host = host;
  const time = readTime(fields, context);
  if (time !== undefined) outer.headerTime = time;
  const severity = readSeverity(fields);
  if (severity !== undefined) outer.headerSeverity = severity;
  outer.isGatewayProgram = firstString(fields, PROGRAM_KEYS)?.replace(/:$/, '') === 'EFW';
  return { kind: 'envelope', message, outer };
}

/** Own fields only, in a Map: a key such as `__proto__` in hostile input must stay a plain key. */
function fieldsOf(parsed: unknown): ReadonlyMap<string, unknown> {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return new Map();
  return new Map<string, unknown>(Object.entries(parsed));
}

function firstString(fields: ReadonlyMap<string, unknown>, keys: readonly string[]): string | undefined {
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

function readHost(fields: ReadonlyMap<string, unknown>): string | undefined {
  const inner = fields.get('host');
  const isObject = typeof inner === 'object' && inner !== null;
  return (isObject ? firstString(fieldsOf(inner), INNER_HOST_KEYS) : undefined) ?? firstString(fields, HOST_KEYS);
}

function readTime(fields: ReadonlyMap<string, unknown>, context: DecodeContext): number | undefined {
  for (const key of TIME_KEYS) {
    const time = timeOf(fields.get(key), context);
    if (time !== undefined) return time;
  }
  return undefined;
}

function timeOf(value: unknown, context: DecodeContext): number | undefined {
  if (typeof value === 'number') return epochMs(value);
  if (typeof value !== 'string') return undefined;
  if (EPOCH_TEXT.test(value)) return epochMs(Number(value));
  return (readIsoStamp(value, 0, context) ?? readBsdStamp(value, 0, context))?.time;
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

function readSeverity(fields: ReadonlyMap<string, unknown>): Severity | undefined {
  for (const key of SEVERITY_KEYS) {
    const value = fields.get(key);
    const isNumeric = typeof value === 'number' || (typeof value === 'string' && /^\d$/.test(value));
    const severity = isNumeric
      ? severityFromSyslog(Number(value))
      : typeof value === 'string'
        ? severityFromWord(value)
        : undefined;
    if (severity !== undefined) return severity;
  }
  return undefined;
}
