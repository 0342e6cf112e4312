import type { DecodeContext, Prefix } from '../decoded-line.js';
import { readDeviceStamp, readHeaderStamp, readPri, readToken, skipSpaces } from './header.js';
import { readKiwi } from './kiwi.js';
import { readRfc5424 } from './rfc5424.js';

/** The word that every gateway message begins with, in all formats but RFC 5424, where it is the program's name. */
const MARK = 'EFW:';

/**
 * Reads whatever stands in front of the message. Each known shape is tried in turn; a line of none of them is still
 * searched for the gateway's mark, since a receiver may be configured to put anything before it. Undefined when there is
 * no gateway message in the line.
 */
export function readPrefix(line: string, context: DecodeContext): Prefix | undefined {
  const prefix: Prefix = { bodyStart: 0 };
  readPri(line, prefix);
  if (readRfc5424(line, prefix, context)) return finish(line, prefix);
  if (readHeaderStamp(line, prefix, context) && !readKiwi(line, prefix)) readHost(line, prefix);
  readDeviceStamp(line, prefix);
  return finish(line, prefix);
}

function readHost(line: string, prefix: Prefix): void {
  const at = skipSpaces(line, prefix.bodyStart);
  if (line.startsWith(MARK, at) || line.charCodeAt(at) === 0x5b) return;
  const word = readToken(line, at);
  if (word === undefined) return;
  if (word.token !== '-') prefix.host = word.token;
  prefix.bodyStart = word.end;
}

/** Puts `bodyStart` behind the mark. */
function finish(line: string, prefix: Prefix): Prefix | undefined {
  const at = skipSpaces(line, prefix.bodyStart);
  if (line.startsWith(MARK, at)) {
    prefix.bodyStart = skipSpaces(line, at + MARK.length);
    return prefix;
  }
  if (prefix.isGatewayProgram === true) {
    prefix.bodyStart = at;
    return prefix;
  }
  return findMark(line, at, prefix);
}

function findMark(line: string, from: number, prefix: Prefix): Prefix | undefined {
  for (let at = line.indexOf(MARK, from); at >= 0; at = line.indexOf(MARK, at + 1)) {
    const before = at === 0 ? ' ' : line.charAt(at - 1);
    if (!/[\s>\]|,;]/.test(before)) continue;
    prefix.bodyStart = skipSpaces(line, at + MARK.length);
    return prefix;
  }
  return undefined;
}
