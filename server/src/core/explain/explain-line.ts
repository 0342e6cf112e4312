import type { Explanation, LinePart } from '@tunnelwatch/shared/explanation';
import { UNREADABLE_REASON_TEXT } from '@tunnelwatch/shared/source-health';
import type { GatewayLookUp } from '../aggregate/gateway-names.js';
import type { Catalogue } from '../classify/catalogue.js';
import { type Classified, type ClassifiedEvent, classifyLine, otherEvent } from '../classify/classify-line.js';
import type { TimeOrigin, TraceStep } from '../decode/decode-trace.js';
import { decodeLine } from '../decode/decode-line.js';
import type { DecodeContext, DecodedLine, DecodedMessage } from '../decode/decoded-line.js';
import { canonicalAddress } from '../decode/header/address.js';
import type { Hop } from '../decode/line-parts.js';
import type { Stamp } from '../decode/time-stamp.js';
import { nearestFit } from './nearest-fit.js';
import { TracedLine } from './traced-line.js';

/** What decoding a line needs, and in what words its circumstances are named. */
export interface ExplainContext extends Omit<DecodeContext, 'trace'> {
  catalogue: Catalogue;
  /** The time zone of the source, as in `Europe/Stockholm`. */
  zoneName: string;
  /** Where the gateway of a line that names none comes from, as in `the file's name`. */
  hintName: string;
  /** The gateway that a name in a line is counted as; by default the one of that name. */
  gatewayOfName?: (name: string) => GatewayLookUp;
}

/** Parts and pairs that are shown; hostile lines have thousands. */
const MAX_SHOWN = 200;
const MAX_TEXT = 2000;

type StepOf<Kind extends TraceStep['kind']> = Extract<TraceStep, { kind: Kind }>;

/**
 * Says how a line is read and why. It asks the decoder itself, which tells what it does, so it never says anything
 * else than what decoding and classifying make of the line. Never throws; takes time linear in the length of the line.
 */
export function explainLine(line: string, context: ExplainContext): Explanation {
  const steps: TraceStep[] = [];
  const { catalogue, zoneName, hintName, gatewayOfName = asWritten, ...decoding } = context;
  const decoded = decodeLine(line, { ...decoding, trace: (step) => void steps.push(step) });
  const became = classifyLine(decoded, catalogue);
  const message = decoded.kind === 'message' ? decoded : undefined;
  const traced = new TracedLine(line, steps);
  const parts = partsOf(traced, message);
  const fields = message === undefined ? [] : traced.fields();
  const event = eventOf(became, decoded);
  const gateway = message === undefined ? null : gatewayOf(message, { steps, hintName, gatewayOfName });
  return {
    outcome: outcomeOf(became),
    line,
    unwrapped: unwrappedOf(steps, message),
    headers: headersOf(steps),
    parts: parts.slice(0, MAX_SHOWN),
    fields: fields.slice(0, MAX_SHOWN).map((field) => ({ ...field, value: field.value.slice(0, MAX_TEXT) })),
    notShown: Math.max(0, parts.length - MAX_SHOWN) + Math.max(0, fields.length - MAX_SHOWN),
    category: message?.category ?? null,
    id: message?.id ?? null,
    message: messageOf(became),
    severity: event === undefined ? null : { value: event.severity, from: severityOrigin(steps, event) },
    subject: event === undefined ? null : subjectOn(event.subject, gateway?.countedAs),
    gateway,
    ...timesOf(message, steps, zoneName),
    repeats: message?.repeats ?? 1,
    doubts: message === undefined ? formatDoubts(steps) : doubtsOf(message, became, { steps, ...context }),
    failure: failureOf(became, { line, steps, decoded }),
  };
}

function outcomeOf(became: Classified): Explanation['outcome'] {
  if (became.kind !== 'event') return became.kind;
  return became.event.entry === undefined ? 'unknown' : 'event';
}

function eventOf(
  became: Classified,
  decoded: DecodedLine,
): Pick<ClassifiedEvent, 'severity' | 'subject' | 'entry'> | undefined {
  if (became.kind === 'event') return became.event;
  return became.kind === 'other' && decoded.kind === 'message' ? otherEvent(decoded) : undefined;
}

function messageOf(became: Classified): Explanation['message'] {
  if (became.kind !== 'event') return null;
  const { messageId, entry, decoded, class: failureClass } = became.event;
  return {
    id: messageId,
    text: (entry?.message ?? decoded.text).slice(0, MAX_TEXT),
    isKnown: entry !== undefined,
    class: failureClass,
    isLatching: entry?.isLatching ?? false,
  };
}

function failureOf(
  became: Classified,
  parts: { line: string; steps: readonly TraceStep[]; decoded: DecodedLine },
): Explanation['failure'] {
  if (became.kind !== 'unreadable') return null;
  const { reason } = became;
  return { reason, text: UNREADABLE_REASON_TEXT[reason], nearest: nearestFit(reason, parts) };
}

function partsOf(traced: TracedLine, message: DecodedMessage | undefined): LinePart[] {
  const relays = new Set(message?.relays);
  return traced.pieces().flatMap(({ what, text, place }): LinePart[] => {
    switch (what) {
      case 'pri':
      case 'severity':
        return [{ kind: 'severity', text, place }];
      case 'stamp':
      case 'deviceStamp':
        return [{ kind: 'time', text, place }];
      case 'mark':
        return [{ kind: 'program', text, place }];
      case 'repeated':
        return [{ kind: 'folded', text, place }];
      case 'category':
        return [{ kind: 'category', text, place }];
      case 'name':
        if (message === undefined) return [];
        if (names(text, gatewayName(message))) return [{ kind: 'gateway', text, place }];
        return [...relays].some((relay) => names(text, relay)) ? [{ kind: 'relay', text, place }] : [];
    }
  });
}

/** The gateway as its header writes it. */
function gatewayName({ gateway, member }: DecodedMessage): string {
  if (member === undefined) return gateway;
  const dot = gateway.indexOf('.');
  return dot < 0 ? `${gateway}_${member}` : `${gateway.slice(0, dot)}_${member}${gateway.slice(dot)}`;
}

/** Whether a word in front of the message is what names a host. */
function names(word: string, host: string): boolean {
  return word === host || canonicalAddress(word) === host || word.includes(host);
}

function stepsOf<Kind extends TraceStep['kind']>(steps: readonly TraceStep[], kind: Kind): StepOf<Kind>[] {
  return steps.filter((step): step is StepOf<Kind> => step.kind === kind);
}

function unwrappedOf(steps: readonly TraceStep[], message: DecodedMessage | undefined): string[] {
  const sentences: string[] = [];
  // An object tells its fields before it is opened; one that turns out to have no message is none of those taken off.
  let keys: string[] = [];
  for (const step of steps) {
    switch (step.kind) {
      case 'format':
        sentences.push(`the pattern of the source (format) gave ${groupsOf(step)}`);
        break;
      case 'key':
        keys.push(`${step.key.slice(0, 80)} gave the ${step.what}`);
        break;
      case 'object':
        sentences.push(
          `a JSON object${step.from === 0 ? '' : ` at ${String(step.from)}`}: its field ${keys.join(', ')}`,
        );
        keys = [];
        break;
      case 'quoted':
        sentences.push('quotation marks and separators of a separated file (CSV)');
        break;
      case 'control':
        sentences.push('control characters that a receiver wrote out, such as #011');
        break;
      case 'body':
        if (!step.before.startsWith(step.after, step.from)) sentences.push('escapes, or separators between the pairs');
        break;
      default:
    }
  }
  const { repeats = 1 } = message ?? {};
  if (repeats > 1) sentences.push(`folding: a receiver wrote ${String(repeats)} equal messages as this line`);
  return sentences;
}

function groupsOf({ match }: StepOf<'format'>): string {
  return (['gateway', 'time', 'message'] as const).filter((name) => match[name] !== undefined).join(', ');
}

function headersOf(steps: readonly TraceStep[]): Explanation['headers'] {
  const step = steps.findLast((each) => each.kind === 'headers');
  if (step === undefined) return [];
  const all: (Hop & { isWrapping: boolean })[] = [
    ...step.outer.map((hop) => ({ ...hop, isWrapping: true })),
    ...step.hops.map((hop) => ({ ...hop, isWrapping: false })),
  ].filter(({ isWrapping, ...hop }) => Object.keys(hop).length > 0);
  const named = all.findLastIndex(({ host }) => host !== undefined);
  const own = named < 0 ? all.length - 1 : named;
  return all.slice(-MAX_SHOWN).map(({ host, time, deviceTime, severity, isWrapping }, at) => ({
    role: at < own ? 'relay' : 'gateway',
    isWrapping,
    host: host ?? null,
    time: deviceTime ?? time ?? null,
    severity: severity ?? null,
  }));
}

function severityOrigin(steps: readonly TraceStep[], { entry }: { entry?: unknown }): string {
  switch (steps.findLast((step) => step.kind === 'severity')?.from) {
    case 'message':
      return 'the gateway’s own word in the message';
    case 'header':
      return 'a header in front of the message';
    case undefined:
      return entry === undefined ? 'the default: the line says none' : 'the catalogue: the line says none';
  }
}

/** What names the gateway; undefined when nothing does. */
function namedBy(steps: readonly TraceStep[]): string | undefined {
  const step = steps.findLast((each) => each.kind === 'headers');
  if (step === undefined) return undefined;
  const isFormat = steps.some((each) => each.kind === 'format' && each.match.gateway !== undefined);
  if (isFormat) return 'the group gateway of the format';
  if (step.hops.some(({ host }) => host !== undefined)) return 'the header nearest to the message';
  return step.outer.some(({ host }) => host !== undefined) ? 'the object around the message' : undefined;
}

function asWritten(gateway: string): GatewayLookUp {
  return { gateway, isAlias: false };
}

function gatewayOf(
  { gateway: name, member }: DecodedMessage,
  {
    steps,
    hintName,
    gatewayOfName,
  }: { steps: readonly TraceStep[]; hintName: string; gatewayOfName: (name: string) => GatewayLookUp },
): NonNullable<Explanation['gateway']> {
  const { gateway: countedAs, isAlias } = gatewayOfName(name);
  return { name, member: member ?? null, from: namedBy(steps) ?? hintName, countedAs, isAlias };
}

/** The subject as events of the line have it. */
function subjectOn<Subject extends ClassifiedEvent['subject']>(subject: Subject, gateway: string | undefined): Subject {
  return gateway === undefined ? subject : { ...subject, gateway };
}

const ORIGIN_TEXT: Readonly<Record<TimeOrigin, string>> = {
  device: 'the gateway’s own stamp in front of its message',
  header: 'a header in front of the message',
  wrapping: 'the object around the message',
  arrival: 'the time of reading',
};

function timesOf(
  message: DecodedMessage | undefined,
  steps: readonly TraceStep[],
  zoneName: string,
): Pick<Explanation, 'time' | 'receivedTime'> {
  const chosen = steps.findLast((step) => step.kind === 'times');
  if (message === undefined || chosen === undefined) return { time: null, receivedTime: null };
  const stamp = chosenStamp(message, steps, chosen.time);
  const isFormat = chosen.time === 'device' && steps.some((step) => step.kind === 'format' && step.time !== undefined);
  const from = isFormat ? 'the group time of the format' : ORIGIN_TEXT[chosen.time];
  const zone = stamp === undefined ? null : zoneText(stamp, chosen.time === 'device' && !isFormat, zoneName);
  return {
    time: { at: message.time, from, zone },
    receivedTime: { at: message.receivedTime, from: ORIGIN_TEXT[chosen.receivedTime] },
  };
}

function zoneText(stamp: Stamp, isDevice: boolean, zoneName: string): string {
  if (stamp.zone === 'stamp') return 'its own';
  return isDevice ? 'UTC, as every stamp in brackets' : `${zoneName}, that of the source`;
}

/** The stamp that gave the time of the event; undefined when none did. */
function chosenStamp(message: DecodedMessage, steps: readonly TraceStep[], origin: TimeOrigin): Stamp | undefined {
  if (origin === 'arrival') return undefined;
  const format = steps.findLast((step) => step.kind === 'format')?.time;
  if (format !== undefined) return format;
  if (origin === 'wrapping') {
    return stepsOf(steps, 'key').findLast(({ stamp }) => stamp?.time === message.time)?.stamp;
  }
  const what = origin === 'device' ? 'deviceStamp' : 'stamp';
  return stepsOf(steps, 'piece').findLast((step) => step.what === what && step.stamp?.time === message.time)?.stamp;
}

function formatDoubts(steps: readonly TraceStep[]): string[] {
  const missed = steps.findLast((step) => step.kind === 'formatMissed');
  if (missed === undefined) return [];
  return [
    missed.hasMatched
      ? 'the format of the source matches, but its group message holds no gateway message: the line is read as any other'
      : 'the format of the source does not match: the line is read as any other',
  ];
}

function doubtsOf(
  message: DecodedMessage,
  became: Classified,
  { steps, zoneName, hintName }: Pick<ExplainContext, 'zoneName' | 'hintName'> & { steps: readonly TraceStep[] },
): string[] {
  const doubts = formatDoubts(steps);
  const { time = 'arrival' } = steps.findLast((step) => step.kind === 'times') ?? {};
  const stamp = chosenStamp(message, steps, time);
  const format = steps.findLast((step) => step.kind === 'format');
  if (format?.match.time !== undefined && format.time === undefined)
    doubts.push('the group time of the format holds no time stamp');
  if (time === 'arrival') doubts.push('time unknown: the line has no stamp, so the time of reading counts');
  if (stamp?.isYearAssumed === true)
    doubts.push(`year assumed: the stamp has none, and ${yearOf(message.time)} puts it nearest to its arrival`);
  if (stamp?.zone === 'source' && time !== 'device')
    doubts.push(`zone assumed: the stamp has none, and that of its source (${zoneName}) counts`);
  if (namedBy(steps) === undefined) doubts.push(`gateway from ${hintName}: the line names none`);
  if (became.kind === 'event') doubts.push(...eventDoubts(became.event));
  return doubts;
}

function yearOf(time: number): string {
  return String(new Date(time).getUTCFullYear());
}

function eventDoubts({ entry, subject, messageId, decoded }: ClassifiedEvent): string[] {
  if (entry === undefined) {
    const id = messageId === null ? 'a message without an id' : `id ${String(messageId)}`;
    return [`${id} is not in the catalogue: it is stored and counted as unknown`];
  }
  const doubts: string[] = [];
  if (decoded.id === undefined) doubts.push('known by its text alone: the line has no id');
  if (subject.kind !== 'tunnel' && entry.parameters.includes('matchkey')) {
    doubts.push('no matchkey, which this message usually has: it counts for no tunnel');
  }
  return doubts;
}
