import { severityFromPrio, severityFromWord, type Severity } from '@tunnelwatch/shared/severity';
import type { DecodeContext, DecodedLine, DecodedMessage, Prefix } from './decoded-line.js';
import { openJsonLine } from './json-line.js';
import { type BodyFields, parseKeyValues } from './key-values.js';
import { nameText } from './line-text.js';
import { readPrefix } from './prefix/prefix.js';

// Bounded, for every category is counted under its name.
const CATEGORY = /([A-Z][A-Z0-9_]{0,31}(?:, ?[A-Z][A-Z0-9_]{0,31}){0,7}):/y;
const HA_MEMBER = /^(.+)_(Master|Slave)$/i;
const BLANK = /^\s*$/;
// eslint-disable-next-line no-control-regex -- control bytes are exactly what marks a line as binary
const BINARY = /[\x00-\x08\x0e-\x1f\x7f]/;
const SEVERITY_NAMES: readonly string[] = ['severity', 'level'];

/**
 * Decodes one line in any of the known shapes, found out per line. Never throws, takes time linear in the length of the
 * line, and guesses no value: what the line does not say stays undefined or falls back to what `context` says.
 */
export function decodeLine(line: string, context: DecodeContext): DecodedLine {
  if (BLANK.test(line)) return { kind: 'empty' };
  if (line.charCodeAt(0) === 0x7b) {
    const opened = openJsonLine(line, context);
    return opened.kind === 'unreadable' ? opened : decodeMessage(opened.message, context, opened.outer);
  }
  return decodeMessage(line, context, undefined);
}

function decodeMessage(line: string, context: DecodeContext, outer: Prefix | undefined): DecodedLine {
  const inner = readPrefix(line, context) ?? bareBody(line, outer);
  if (inner === undefined) return unreadable(line);
  const prefix: Prefix = { ...outer, ...inner };
  CATEGORY.lastIndex = prefix.bodyStart;
  const category = CATEGORY.exec(line)?.[1];
  if (category === undefined) return unreadable(line);
  const fields = parseKeyValues(line, CATEGORY.lastIndex);
  if (fields.pairs.length === 0 && fields.text === '') return { kind: 'unreadable', reason: 'no-parameters' };
  return assemble(category, fields, prefix, context);
}

/** A body without the gateway's mark, which counts only where a JSON object says that the gateway wrote it. */
function bareBody(line: string, outer: Prefix | undefined): Prefix | undefined {
  if (outer === undefined) return undefined;
  CATEGORY.lastIndex = 0;
  return CATEGORY.test(line) && (outer.isGatewayProgram === true || line.includes(' id='))
    ? { bodyStart: 0 }
    : undefined;
}

function unreadable(line: string): DecodedLine {
  return { kind: 'unreadable', reason: BINARY.test(line) ? 'binary' : 'no-gateway-message' };
}

function assemble(category: string, fields: BodyFields, prefix: Prefix, context: DecodeContext): DecodedMessage {
  const parameters = new Map<string, string>();
  for (const [name, value] of fields.pairs) if (!parameters.has(name)) parameters.set(name, value);
  const take = (name: string) => {
    const value = parameters.get(name);
    parameters.delete(name);
    return value;
  };
  const prio = take('prio');
  const id = take('id');
  take('rev');
  const text = take('event') ?? fields.text;
  const action = take('action');
  const time = prefix.deviceTime ?? prefix.headerTime ?? context.arrivedAt;
  const hasBoth = prefix.deviceTime !== undefined && prefix.headerTime !== undefined;
  const sender = readSender(nameText(prefix.host ?? context.gatewayHint));
  return {
    kind: 'message',
    category: category.replaceAll(' ', ''),
    id,
    text,
    action,
    severity: ownSeverity(prio, parameters) ?? prefix.headerSeverity,
    gateway: sender.gateway,
    member: sender.member,
    time,
    receivedTime: hasBoth ? (prefix.headerTime ?? context.arrivedAt) : context.arrivedAt,
    skewMs: hasBoth ? time - (prefix.headerTime ?? time) : undefined,
    parameters,
  };
}

/** The gateway's own word: `prio` (reversed against syslog), else a severity word in the body. */
function ownSeverity(prio: string | undefined, parameters: ReadonlyMap<string, string>): Severity | undefined {
  if (prio !== undefined) {
    const severity = /^\d$/.test(prio) ? severityFromPrio(Number(prio)) : severityFromWord(prio);
    if (severity !== undefined) return severity;
  }
  for (const name of SEVERITY_NAMES) {
    const word = parameters.get(name);
    const severity = word === undefined ? undefined : severityFromWord(word);
    if (severity !== undefined) return severity;
  }
  return undefined;
}

/** Members of an HA pair log as NAME_Master and NAME_Slave: one gateway, the member kept beside it. */
function readSender(host: string): { gateway: string; member: string | undefined } {
  const match = HA_MEMBER.exec(host);
  return match?.[1] === undefined ? { gateway: host, member: undefined } : { gateway: match[1], member: match[2] };
}
