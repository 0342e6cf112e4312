import { severityFromPrio, severityFromWord, type Severity } from '@tunnelwatch/shared/severity';
import { bodyOf } from './body.js';
import { canonicalAddress } from './header/address.js';
import type { DecodeContext, DecodedLine, DecodedMessage } from './decoded-line.js';
import { CATEGORY, findMessage, type Hop } from './header/header.js';
import { type BodyFields, parseKeyValues } from './key-values.js';
import { nameText } from './line-text.js';
import { unwrap } from './unwrap/unwrap.js';

const HA_MEMBER = /^([^.]+|.+)_(Master|Slave)((?:\.[\w-]+)*)$/i;
/** No name in the DNS is longer (RFC 1035 section 2.3.4). */
const MAX_HOST_LENGTH = 255;
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
  const unwrapped = unwrap(line, context);
  if (typeof unwrapped === 'string') return { kind: 'unreadable', reason: unwrapped };
  const { text, outer, isGatewayProgram } = unwrapped;
  const found = findMessage(text, context, isGatewayProgram);
  if (found === undefined) return { kind: 'unreadable', reason: BINARY.test(line) ? 'binary' : 'no-gateway-message' };
  CATEGORY.lastIndex = found.bodyStart;
  const category = CATEGORY.exec(text)?.[1] ?? '';
  const body = bodyOf(text.slice(CATEGORY.lastIndex), found);
  const fields = parseKeyValues(body, 0);
  if (fields.pairs.length === 0 && fields.text === '') return { kind: 'unreadable', reason: 'no-parameters' };
  return assemble({ category, fields, outer, hops: found.hops, repeats: found.repeats }, context);
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

function assemble({ category, fields, outer, hops, repeats }: Parts, context: DecodeContext): DecodedMessage {
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
  const all = [...outer, ...hops];
  const named = all.findLastIndex(({ host }) => host !== undefined);
  const host = all[named]?.host;
  const sender = readSender(nameText(host ?? context.gatewayHint));
  return {
    kind: 'message',
    category: category.replaceAll(' ', ''),
    id,
    text,
    action,
    severity: ownSeverity(prio, parameters) ?? all.findLast((hop) => hop.severity !== undefined)?.severity,
    gateway: sender.gateway,
    member: sender.member,
    namesGateway: host !== undefined,
    ...timesOf(outer, hops, context),
    relays: relaysOf(all.slice(0, Math.max(0, named)), host),
    repeats,
    parameters,
  };
}

/**
 * When it happened by the stamp nearest to the message, the gateway's own in brackets first, and when the next receiver
 * had it. What a wrapping says counts only where no header says it: it may be the time of collecting.
 */
function timesOf(
  outer: readonly Hop[],
  hops: readonly Hop[],
  { arrivedAt }: DecodeContext,
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
  return {
    time,
    hasTime: known !== undefined,
    receivedTime: receivedTime ?? arrivedAt,
    skewMs: receivedTime === undefined ? undefined : time - receivedTime,
  };
}

/** The hosts that passed the message on, outermost first; one that is named twice in a row is one. */
function relaysOf(hops: readonly Hop[], gateway: string | undefined): string[] {
  const hosts = hops.flatMap(({ host }) => (host === undefined ? [] : [nameText(host)]));
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
  const match = host.length > MAX_HOST_LENGTH ? null : HA_MEMBER.exec(host);
  if (match?.[1] === undefined) return { gateway: canonicalAddress(host), member: undefined };
  return { gateway: `${match[1]}${match[3] ?? ''}`, member: match[2] };
}
