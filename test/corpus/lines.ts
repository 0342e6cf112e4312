import { BODIES } from './bodies.js';
import { ARRIVAL, FALLBACK_GATEWAY, PREFIXES, TIME_ZONE, type Prefix } from './prefixes.js';
import type { Body, CorpusLine, LineContext } from './types.js';

const CONTEXT: LineContext = { arrival: ARRIVAL, timeZone: TIME_ZONE, fallbackGateway: FALLBACK_GATEWAY };

/** Every message of the catalogue in every prefix shape, with what the line must become: 23 × 13 lines. */
export const CORPUS: readonly CorpusLine[] = PREFIXES.flatMap((prefix) =>
  BODIES.map((body) => corpusLine(prefix, body)),
);

/** The body says a severity first, then the prefix, then the catalogue. */
function corpusLine(prefix: Prefix, body: Body): CorpusLine {
  return {
    name: `${body.messageId}, ${prefix.name}`,
    line: prefix.write(body.text),
    context: CONTEXT,
    expected: {
      messageId: body.messageId,
      class: body.class,
      severity: body.ownSeverity ?? prefix.severity ?? body.usualSeverity,
      subjectKind: body.subjectKind,
      gateway: prefix.gateway,
      member: prefix.member,
      matchkey: body.matchkey,
      iface: body.iface,
      header: body.header,
      parameters: body.parameters,
      numbers: body.numbers,
      time: prefix.time,
      receivedTime: prefix.receivedTime ?? ARRIVAL,
    },
  };
}
