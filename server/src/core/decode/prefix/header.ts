import { severityFromSyslog } from '@tunnelwatch/shared/severity';
import type { DecodeContext, Prefix } from '../decoded-line.js';
import { utcTime } from '../clock-zone.js';
import { readBsdStamp, readIsoStamp, type StampContext } from '../time-stamp.js';

const PRI = /<(\d{1,3})>/y;
/** The device's own stamp is in UTC and has its year: nothing around it matters. */
const IN_UTC: StampContext = { zone: utcTime, near: 0, arrivedAt: 0 };
const TOKEN = / *([^\s]+)(?: |$)/y;

/** A syslog PRI (RFC 5424 section 6.2.1) at the start of the line: facility × 8 + severity, at most 191. */
export function readPri(line: string, prefix: Prefix): void {
  PRI.lastIndex = prefix.bodyStart;
  const match = PRI.exec(line);
  const value = match === null ? -1 : Number(match[1]);
  if (value < 0 || value > 191) return;
  const severity = severityFromSyslog(value % 8);
  if (severity !== undefined) prefix.headerSeverity = severity;
  prefix.bodyStart = PRI.lastIndex;
}

/** A stamp in brackets from the device itself, which is in UTC. */
export function readDeviceStamp(line: string, prefix: Prefix): boolean {
  const at = skipSpaces(line, prefix.bodyStart);
  if (line.charCodeAt(at) !== 0x5b) return false;
  const stamp = readIsoStamp(line, at + 1, IN_UTC);
  if (stamp === undefined || line.charCodeAt(stamp.end) !== 0x5d) return false;
  prefix.deviceTime = stamp.time;
  prefix.bodyStart = skipSpaces(line, stamp.end + 1);
  return true;
}

/** The receiver's stamp in ISO 8601 or BSD form at the start of the line. */
export function readHeaderStamp(line: string, prefix: Prefix, context: DecodeContext): boolean {
  const at = prefix.bodyStart;
  const stamp = readIsoStamp(line, at, context) ?? readBsdStamp(line, at, context);
  if (stamp === undefined) return false;
  prefix.headerTime = stamp.time;
  prefix.bodyStart = stamp.end;
  return true;
}

/** The next word, up to a space; undefined at the end of the line. */
export function readToken(line: string, at: number): { token: string; end: number } | undefined {
  TOKEN.lastIndex = at;
  const match = TOKEN.exec(line);
  return match?.[1] === undefined ? undefined : { token: match[1], end: TOKEN.lastIndex };
}

/** The first position at or after `at` that holds no space. */
export function skipSpaces(line: string, at: number): number {
  let next = at;
  while (line.charCodeAt(next) === 0x20) next++;
  return next;
}
