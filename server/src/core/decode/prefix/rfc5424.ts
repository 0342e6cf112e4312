import type { DecodeContext, Prefix } from '../decoded-line.js';
import { readIsoStamp } from '../time-stamp.js';
import { readToken, skipSpaces } from './header.js';

/** `1 TIMESTAMP HOST APP PROCID MSGID SD MSG` (RFC 5424 section 6), behind the PRI. False when the line has another shape. */
export function readRfc5424(line: string, prefix: Prefix, context: DecodeContext): boolean {
  const at = prefix.bodyStart;
  if (line.charCodeAt(at) !== 0x31 || line.charCodeAt(at + 1) !== 0x20) return false;
  let next = at + 2;
  const stamp = readIsoStamp(line, next, context);
  if (stamp !== undefined) next = stamp.end;
  else if (line.charCodeAt(next) === 0x2d) next += 1;
  else return false;
  const fields: string[] = [];
  for (let count = 0; count < 4; count++) {
    const word = readToken(line, next);
    if (word === undefined) return false;
    fields.push(word.token);
    next = word.end;
  }
  if (stamp !== undefined) prefix.headerTime = stamp.time;
  const [host, program] = fields;
  if (host !== undefined && host !== '-') prefix.host = host;
  prefix.isGatewayProgram = program === 'EFW';
  prefix.bodyStart = skipByteOrderMark(line, skipSpaces(line, skipStructuredData(line, skipSpaces(line, next))));
  return true;
}

/** Passes over `-` or `[id name="value" …]…`; a bracket inside a quoted value does not end an element. */
function skipStructuredData(line: string, at: number): number {
  if (line.charCodeAt(at) === 0x2d) return at + 1;
  let next = at;
  while (line.charCodeAt(next) === 0x5b) {
    const end = endOfElement(line, next + 1);
    if (end < 0) return next;
    next = end;
  }
  return next;
}

function endOfElement(line: string, at: number): number {
  let isQuoted = false;
  for (let next = at; next < line.length; next++) {
    const code = line.charCodeAt(next);
    if (code === 0x5c && isQuoted) next++;
    else if (code === 0x22) isQuoted = !isQuoted;
    else if (code === 0x5d && !isQuoted) return next + 1;
  }
  return -1;
}

function skipByteOrderMark(line: string, at: number): number {
  return line.charCodeAt(at) === 0xfeff ? at + 1 : at;
}
