import { severityFromPrio, severityFromWord, type Severity } from '@tunnelwatch/shared/severity';
import { bodyOf } from './body.js';
import { joinContainerParts } from './container-parts.js';
import type { LineFormat } from './line-format.js';
import type { TraceStep } from './decode-trace.js';
import { canonicalAddress, hostOf } from './header/address.js';
import type { DecodeContext, DecodedLine, DecodedMessage } from './decoded-line.js';
import { findMessage, MAX_REPEATS, readHeaders } from './header/header.js';
import type { BodyFields, Hop } from './line-parts.js';
import { parseKeyValues } from './key-values.js';
import { nameText } from './line-text.js';
import { readStamp } from './time-stamp.js';
import { unwrap } from './unwrap/unwrap.js';
import { parseMessageId } from './whole-number.js';

const HA_MEMBER = /^([^.]+|.+)_(Master|Slave)((?:\.[\w-]+)*)$/i;
/** No name in the DNS is longer (RFC 1035 section 2.3.4). */
const MAX_HOST_LENGTH = 255;
/** Characters of a note that the line before was repeated. */
const MAX_NOTE_LENGTH = 1000;
const BLANK = /^\s*$/;
// eslint-disable-next-line no-control-regex -- control bytes are exactly what marks a line as binary
const BINARY = /[\x00-\x08\x0e-\x1f\x7f]/;
const SEVERITY_NAMES: readonly string[] = ['severity', 'level'];

/**
 * Decodes one line, whatever receivers, relays, shippers and containers wrote around the gateway's message: takes off
 * the wrappings, finds the message, and reads the headers in front of it. Never throws, takes time linear in the length of
 * the line, and guesses no value: what the line does not say stays undefined or falls back to what `context` says.
 */
export function decodeLine(line: string, context: DecodeContext): DecodedLine {
  if (BLANK.test(line)) return { kind: 'empty' };
  const { format } = context;
  // A stored line has line feeds only where a container runtime had cut it.
  const whole = line.includes('\n') ? joinContainerParts(line) : line;
  return (format === undefined ? undefined : decodeFormatted(whole, format, context)) ?? decodeText(whole, context);
}

/** What the user says of a line by the pattern of its source; undefined when that leads to no message. */
function decodeFormatted(line: string, format: LineFormat, context: DecodeContext): DecodedMessage | undefined {
  const { trace } = context;
  const match = format.match(line);
  if (match === undefined) {
    trace?.({ kind: 'formatMissed', hasMatched: false });
    return undefined;
  }
  const time = match.time === undefined ? undefined : readStamp(match.time.text.trim(), 0, context);
  const host = match.gateway === undefined ? undefined : hostOf(match.gateway.text.trim());
  const steps: TraceStep[] = [{ kind: 'format', match, time }];
  const said: Said = {
    hop: { ...(host === undefined ? {} : { host }), ...(time === undefined ? {} : { deviceTime: time.time }) },
    isGatewayProgram: true,
  };
  const traced = trace === undefined ? context : { ...context, trace: (step: TraceStep) => void steps.push(step) };
  const decoded = decodeText(match.message.text, traced, said);
  if (decoded.kind !== 'message') {
    trace?.({ kind: 'formatMissed', hasMatched: true });
    return undefined;
  }
  if (trace !== undefined) steps.forEach(trace);
  return decoded;
}

/** What is known of a message from outside its text. */
interface Said {
  /** Who wrote the message and when, which counts more than any header. */
  hop: Hop;
  isGatewayProgram: boolean;
}

const NOTHING_SAID: Said = { hop: {}, isGatewayProgram: false };

function decodeText(line: string, context: DecodeContext, said = NOTHING_SAID): DecodedLine {
  const { trace } = context;
  const unwrapped = unwrap(line, context);
  if (typeof unwrapped === 'string') return { kind: 'unreadable', reason: unwrapped };
  const { text, outer, isGatewayProgram } = unwrapped;
  const found = findMessage(text, context, isGatewayProgram || said.isGatewayProgram);
  if (found === undefined) return readRepeated(text, outer, context) ?? notFound(line, text, context);
  const from = found.pairsStart;
  const category = text.slice(found.bodyStart, from - 1);
  trace?.({ kind: 'piece', what: 'category', start: found.bodyStart, end: from });
  const body = bodyOf(text.slice(from), found);
  trace?.({ kind: 'body', before: text, from, after: body });
  const fields = parseKeyValues(body, 0, trace);
  if (fields.pairs.length === 0 && fields.text === '') return { kind: 'unreadable', reason: 'no-parameters' };
  const hops =
    said.hop.host === undefined && said.hop.deviceTime === undefined ? found.hops : [...found.hops, said.hop];
  trace?.({ kind: 'headers', outer, hops });
  return assemble({ category, fields, outer, hops, repeats: found.repeats }, context);
}

function notFound(line: string, text: string, { trace }: DecodeContext): DecodedLine {
  trace?.({ kind: 'notFound', text });
  return { kind: 'unreadable', reason: BINARY.test(line) ? 'binary' : 'no-gateway-message' };
}

/** Beginnings of a message within a line that are tried. */
const MAX_BEGINNINGS = 16;
const BEGINNING = /(?<![A-Z0-9_])[A-Z][A-Z0-9_]{0,31}(?:, ?[A-Z][A-Z0-9_]{0,31}){0,7}:|\{"/g;

/**
 * Decodes the line of a stored event anew. Where the settings of its source had told how to read it, they may have changed
 * since, so the message with the event's number is looked for wherever one may begin.
 * @param messageId number of the stored event; null without one
 */
export function decodeStored(line: string, messageId: number | null, context: DecodeContext): DecodedLine {
  const usual = decodeLine(line, context);
  if (isMessage(usual, messageId)) return usual;
  let tried = 0;
  for (const { index } of line.matchAll(BEGINNING)) {
    const decoded = decodeText(line.slice(index), context, { hop: {}, isGatewayProgram: true });
    if (isMessage(decoded, messageId)) return decoded;
    tried += 1;
    if (tried === MAX_BEGINNINGS) break;
  }
  return usual;
}

function isMessage(decoded: DecodedLine, messageId: number | null): boolean {
  // Without a number it was known by its text, or was never known.
  return (
    decoded.kind === 'message' &&
    (messageId === null || decoded.id === undefined || parseMessageId(decoded.id) === messageId)
  );
}

/** `last message repeated 4 times`, with or without headers: sysklogd, BSD's syslogd, syslog-ng. */
const REPEATED =
  /(?:^|[\s:])(?:-{2,3} )?last message (?:buffered|repeated) (\d{1,9}) times?(?:,? suppressed by .{1,200})?(?: -{2,3})?[.\s]*$/i;

function readRepeated(text: string, outer: readonly Hop[], context: DecodeContext): DecodedLine | undefined {
  // Bounded: nobody writes more around it.
  const match = text.length > MAX_NOTE_LENGTH ? null : REPEATED.exec(text);
  if (match === null) return undefined;
  const hops = [...outer, ...readHeaders(text.slice(0, match.index), context)];
  const host = hops.findLast((hop) => hop.host !== undefined)?.host;
  return {
    kind: 'repeated',
    repeats: Math.min(MAX_REPEATS, Number(match[1])),
    time: hops.findLast((hop) => hop.time !== undefined)?.time,
    host: host === undefined ? undefined : readSender(nameText(host)).gateway,
  };
}

interface Parts {
  category: string;
  fields: BodyFields;
  /** What wrappings say of the sender, outermost first. */
  outer: readonly Hop[];
  /** The headers in front of the message, outermost first. */
  hops: readonly Hop[];
  repeats: number;
}

/** Pairs that every message may have, and all others in order. */
interface SortedPairs {
  prio: string | undefined;
  id: string | undefined;
  event: string | undefined;
  action: string | undefined;
  parameters: Map<string, string>;
}

/** Of a name that occurs twice, the first counts. In one pass: removing these five from a map took a tenth of all decoding. */
function sorted(pairs: BodyFields['pairs']): SortedPairs {
  let prio: string | undefined;
  let id: string | undefined;
  let event: string | undefined;
  let action: string | undefined;
  const parameters = new Map<string, string>();
  for (const [name, value] of pairs) {
    switch (name) {
      case 'prio':
        prio ??= value;
        break;
      case 'id':
        id ??= value;
        break;
      case 'event':
        event ??= value;
        break;
      case 'action':
        action ??= value;
        break;
      case 'rev':
        break;
      default:
        if (!parameters.has(name)) parameters.set(name, value);
    }
  }
  return { prio, id, event, action, parameters };
}

function assemble({ category, fields, outer, hops, repeats }: Parts, context: DecodeContext): DecodedMessage {
  const { prio, id, event, action, parameters } = sorted(fields.pairs);
  const all = outer.length === 0 ? hops : [...outer, ...hops];
  const named = lastNamed(all);
  const host = all[named]?.host;
  const sender = readSender(nameText(host ?? context.gatewayHint));
  const own = ownSeverity(prio, parameters);
  const severity = own ?? lastSeverity(all);
  const { time, hasTime, receivedTime, skewMs } = timesOf(outer, hops, context);
  if (severity !== undefined) context.trace?.({ kind: 'severity', from: own === undefined ? 'header' : 'message' });
  return {
    kind: 'message',
    category: category.includes(' ') ? category.replaceAll(' ', '') : category,
    id,
    text: event ?? fields.text,
    action,
    severity,
    gateway: sender.gateway,
    member: sender.member,
    namesGateway: host !== undefined,
    time,
    hasTime,
    receivedTime,
    skewMs,
    relays: named > 0 ? relaysOf(all.slice(0, named), host) : [],
    repeats,
    parameters,
  };
}

function lastNamed(hops: readonly Hop[]): number {
  let at = hops.length - 1;
  while (at >= 0 && hops[at]?.host === undefined) at -= 1;
  return at;
}

function lastSeverity(hops: readonly Hop[]): Severity | undefined {
  return hops.findLast((hop) => hop.severity !== undefined)?.severity;
}

/**
 * When it happened by the stamp nearest to the message, the gateway's own in brackets first, and when the next receiver
 * had it. What a wrapping says counts only where no header says it: it may be the time of collecting.
 */
function timesOf(
  outer: readonly Hop[],
  hops: readonly Hop[],
  { arrivedAt, trace }: DecodeContext,
): Pick<DecodedMessage, 'time' | 'receivedTime' | 'skewMs' | 'hasTime'> {
  const device = hops.findLast((hop) => hop.deviceTime !== undefined)?.deviceTime;
  let own = device;
  let next: number | undefined;
  for (let at = hops.length - 1; at >= 0 && next === undefined; at--) {
    const stamp = hops[at]?.time;
    if (own === undefined) own = stamp;
    else next = stamp;
  }
  const wrapped = outer.findLast((hop) => hop.time !== undefined)?.time;
  const known = own ?? wrapped;
  const time = known ?? arrivedAt;
  const receivedTime = next ?? (device === undefined ? undefined : wrapped);
  if (trace !== undefined) {
    const first = firstOf({ device, header: own, wrapping: wrapped });
    trace({ kind: 'times', time: first, receivedTime: firstOf({ header: next, wrapping: receivedTime }) });
  }
  return {
    time,
    hasTime: known !== undefined,
    receivedTime: receivedTime ?? arrivedAt,
    skewMs: receivedTime === undefined ? undefined : time - receivedTime,
  };
}

/** Where the first time that is known comes from. */
function firstOf<Origin extends string>(times: Readonly<Record<Origin, number | undefined>>): Origin | 'arrival' {
  for (const origin in times) if (times[origin] !== undefined) return origin;
  return 'arrival';
}

/** The hosts that passed the message on, outermost first; one that is named twice in a row is one. */
function relaysOf(hops: readonly Hop[], gateway: string | undefined): string[] {
  const hosts: string[] = [];
  for (const { host } of hops) if (host !== undefined) hosts.push(nameText(host));
  return hosts.filter((host, at) => host !== (hosts[at + 1] ?? gateway));
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

/** Members of an HA pair log as NAME_Master and NAME_Slave, in front of a domain: one gateway, the member kept beside it. */
function readSender(host: string): { gateway: string; member: string | undefined } {
  const match = host.length > MAX_HOST_LENGTH || !host.includes('_') ? null : HA_MEMBER.exec(host);
  if (match?.[1] === undefined) return { gateway: canonicalAddress(host), member: undefined };
  return { gateway: `${match[1]}${match[3] ?? ''}`, member: match[2] };
}
