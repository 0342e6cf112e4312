import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { type ClassifiedEvent, classifyLine } from '@tunnelwatch/server/core/classify/classify-line';
import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { decodeLine } from '@tunnelwatch/server/core/decode/decode-line';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';

const catalogue = createCatalogue(BUILTIN_CATALOGUE);
const zone = zoneReader('UTC');

/** An event as the pipeline makes it from the body of a gateway's message at a time (epoch ms, whole seconds). */
export function classified(time: number, body: string, gateway = 'gw1', by = catalogue): ClassifiedEvent {
  const stamp = new Date(time).toISOString().slice(0, 19).replace('T', ' ');
  const line = `[${stamp}] EFW: ${body}`;
  const became = classifyLine(decodeLine(line, { arrivedAt: time, near: time, zone, gatewayHint: gateway }), by);
  if (became.kind !== 'event') throw new Error(`${line} became ${became.kind}`);
  return became.event;
}
