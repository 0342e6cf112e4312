import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { type Classified, type ClassifiedEvent, classifyLine } from '@tunnelwatch/server/core/classify/classify-line';
import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { decodeLine } from '@tunnelwatch/server/core/decode/decode-line';
import { lineText } from '@tunnelwatch/server/core/decode/line-text';
import { parseWholeNumber } from '@tunnelwatch/server/core/decode/whole-number';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { ARRIVAL, FALLBACK_GATEWAY } from '../corpus/prefixes.js';
import type { LineContext, Pairs } from '../corpus/types.js';

const catalogue = createCatalogue(BUILTIN_CATALOGUE);
const USUAL: LineContext = { arrival: ARRIVAL, timeZone: 'UTC', fallbackGateway: FALLBACK_GATEWAY };

/** What one line becomes, from its bytes or its text, by the built-in catalogue. */
export function classifyText(line: Uint8Array | string, context: LineContext = USUAL): Classified {
  const text = typeof line === 'string' ? line : lineText(Buffer.from(line));
  const decoded = decodeLine(text, {
    arrivedAt: context.arrival,
    near: context.arrival,
    zone: zoneReader(context.timeZone),
    gatewayHint: context.fallbackGateway,
  });
  return classifyLine(decoded, catalogue);
}

/** The event that a line becomes; a line that becomes anything else is an error. */
export function eventOf(line: Uint8Array | string, context: LineContext = USUAL): ClassifiedEvent {
  const became = classifyText(line, context);
  if (became.kind !== 'event') throw new Error(`the line became ${became.kind}`);
  return became.event;
}

/** Decimal form of those parameters that are whole numbers of up to 64 bits. */
export function numbersOf(parameters: Iterable<readonly [string, string]>): Pairs {
  return [...parameters].flatMap(([name, value]) => {
    const number = parseWholeNumber(value);
    return number === undefined ? [] : [[name, number.toString()] as const];
  });
}
