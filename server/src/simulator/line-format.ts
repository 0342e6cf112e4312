import type { SimulatedMessage } from './message.js';
import { bracketTime, bsdTime, bsdTimeWithYear, isoMicros, isoMillis } from './timestamp.js';

/** Shapes of a line as devices and receivers write them. Times without an offset are UTC. */
export const LINE_FORMATS = [
  'rfc5424',
  'rfc3164',
  'receiver-and-device',
  'raw',
  'with-year',
  'rsyslog',
  'kiwi',
  'json',
] as const;

export type LineFormat = (typeof LINE_FORMATS)[number];

/** `all` goes through the formats line by line. */
export const FORMAT_CHOICES = [...LINE_FORMATS, 'all'] as const;

export type FormatChoice = (typeof FORMAT_CHOICES)[number];

/** Writes a message as one line without its end; `lineNumber` counts from 0. */
type LineWriter = (message: SimulatedMessage, atMs: number, lineNumber: number) => string;

const LOCAL0 = 16;

/** RFC 5424 section 6.2.1: facility times 8 plus severity; the gateway's `prio` is reversed against syslog. */
function pri(message: SimulatedMessage): number {
  return LOCAL0 * 8 + 7 - message.prio;
}

function body(message: SimulatedMessage): string {
  return `${message.category}: ${message.fields}`;
}

/** The gateway's own clock, which differs from the receiver's. */
function deviceTime(message: SimulatedMessage, atMs: number): string {
  return bracketTime(atMs + message.gateway.skewMs);
}

const KIWI_WORDS = ['Debug', 'Info', 'Notice', 'Warning', 'Error', 'Critical', 'Alert', 'Emerg'];
const SYSLOG_WORDS = ['debug', 'info', 'notice', 'warning', 'err', 'crit', 'alert', 'emerg'];

const WRITERS: Readonly<Record<LineFormat, LineWriter>> = {
  rfc5424: (message, atMs) =>
    `<${pri(message)}>1 ${isoMillis(atMs)} ${message.gateway.host} EFW - - - ${body(message)}`,
  rfc3164: (message, atMs) => `<${pri(message)}>${bsdTime(atMs)} ${message.gateway.host} EFW: ${body(message)}`,
  'receiver-and-device': (message, atMs) =>
    `${bsdTime(atMs)} ${message.gateway.host} [${deviceTime(message, atMs)}] EFW: ${body(message)}`,
  raw: (message, atMs) => `<${pri(message)}>[${deviceTime(message, atMs)}] EFW: ${body(message)}`,
  'with-year': (message, atMs) => `${bsdTimeWithYear(atMs)} ${message.gateway.host} EFW: ${body(message)}`,
  rsyslog: (message, atMs) => `${isoMicros(atMs)} ${message.gateway.host} EFW: ${body(message)}`,
  kiwi: (message, atMs) =>
    `${bracketTime(atMs)}\tLocal0.${KIWI_WORDS[message.prio] ?? 'Notice'}\t${message.gateway.address}\t` +
    `[${deviceTime(message, atMs)}] EFW: ${body(message)}`,
  json: (message, atMs, lineNumber) => JSON.stringify(jsonRecord(message, atMs, lineNumber)),
};

/** Collectors name the same things differently; lines take turns through four of them. */
function jsonRecord(message: SimulatedMessage, atMs: number, lineNumber: number): Record<string, string | number> {
  const text = `EFW: ${body(message)}`;
  const host = message.gateway.host;
  const severity = SYSLOG_WORDS[message.prio] ?? 'notice';
  const time = isoMicros(atMs);
  switch (Math.floor(lineNumber / LINE_FORMATS.length) % 4) {
    case 0: // Vector
      return { appname: 'EFW', facility: 'local0', host, message: text, severity, timestamp: time };
    case 1: // rsyslog
      return { timestamp: time, host, severity, facility: 'local0', syslogtag: 'EFW:', msg: text };
    case 2: // syslog-ng
      return { PROGRAM: 'EFW', PRIORITY: severity, MESSAGE: text, HOST: host, FACILITY: 'local0', ISODATE: time };
    default: // Fluent Bit
      return { date: atMs / 1000, pri: String(pri(message)), host, ident: 'EFW', message: text };
  }
}

/** The writer of a format. */
export function createLineWriter(choice: FormatChoice): LineWriter {
  if (choice !== 'all') return WRITERS[choice];
  return (message, atMs, lineNumber) => {
    const format = LINE_FORMATS[lineNumber % LINE_FORMATS.length] ?? 'rsyslog';
    return WRITERS[format](message, atMs, lineNumber);
  };
}
