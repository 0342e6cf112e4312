import type { Catalogue } from '../../core/classify/catalogue.js';
import { describeEvent } from '../../core/classify/describe-event.js';
import { utcTime } from '../../core/decode/clock-zone.js';
import { parseKeyValues } from '../../core/decode/key-values.js';
import { markAt, markedText } from '../../core/decode/template/marked-text.js';
import { outlineOf } from '../../core/decode/template/template-outline.js';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { TemplatedEvent } from '../../store/sqlite/events/listing.js';

/** What an export takes from the line of an event. */
export type ShownLine = Pick<
  TunnelwatchEvent,
  'member' | 'iface' | 'messageId' | 'message' | 'severity' | 'class' | 'source' | 'raw' | 'repeats'
> & { parameters: readonly (readonly [string, string])[] };

/** What `describeEvent` says of an event. */
export function shownLine(event: TunnelwatchEvent): ShownLine {
  return { ...event, parameters: Object.entries(event.parameters) };
}

/** Pairs that every message has, and that are no parameters. */
const COMMON: ReadonlySet<string> = new Set(['prio', 'id', 'event', 'action', 'rev']);
/** A name that a placeholder may be a part of. */
const NAME_WITH_MARK = /[\ue000-\ue0ff][\w.-]*=/;
const MARKS = /[\ue000-\ue0ff]/g;

/**
 * What is shown of all lines of a template, with a mark for each placeholder, as decoding one of them showed. Undefined
 * where it is not certain that the others are read alike: each of these is decoded in full.
 */
export function markedLine(sample: TemplatedEvent, catalogue: Catalogue): ShownLine | undefined {
  const event = sample.open();
  const shown = describeEvent(event, catalogue);
  const { template, texts } = sample;
  const line = { template, line: shown.raw, texts: texts.slice(0, template.slots.length) };
  const context = {
    arrivedAt: event.receivedTime,
    near: event.time,
    zone: utcTime,
    gatewayHint: event.subject.gateway,
  };
  const raw = markedText(template);
  const body = outlineOf(line, context)?.body;
  if (raw === undefined || body === undefined || NAME_WITH_MARK.test(body)) return undefined;
  const { text, pairs } = parseKeyValues(body, 0);
  const parameters = new Map<string, string>();
  for (const [name, value] of pairs) if (!COMMON.has(name) && !parameters.has(name)) parameters.set(name, value);
  const own = pairs.find(([name]) => name === 'event')?.[1] ?? text;
  const isListed = event.messageId !== null && catalogue.byId(event.messageId) !== undefined;
  const marked: ShownLine = {
    ...shownLine(shown),
    raw,
    message: isListed ? shown.message : own,
    iface: parameters.get('iface') ?? null,
    // In the order of an object's keys, which whole numbers come first in.
    parameters: Object.entries(Object.fromEntries(parameters)),
  };
  const fill = (value: string) => value.replace(MARKS, (mark) => line.texts[markAt(mark, 0)] ?? '');
  const filled: ShownLine = {
    ...marked,
    raw: fill(raw),
    message: fill(marked.message),
    iface: marked.iface === null ? null : fill(marked.iface),
    parameters: marked.parameters.map(([name, value]) => [name, fill(value)]),
  };
  return JSON.stringify(filled) === JSON.stringify(shownLine(shown)) ? marked : undefined;
}
