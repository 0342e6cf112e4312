import type { StoredEvent } from '@tunnelwatch/server/core/classify/describe-event';
import { KnownTemplates } from '@tunnelwatch/server/core/decode/template/known-templates';
import { placeholderTexts } from '@tunnelwatch/server/core/decode/template/marked-text';
import { TextPool } from '@tunnelwatch/server/core/events/text-pool';
import { loadCatalogue } from '@tunnelwatch/server/config/load-catalogue';
import { InventoryNames } from '@tunnelwatch/server/core/inventory/inventory-names';
import { EventRows } from '@tunnelwatch/server/serve/export/event-rows';
import { EXPORT_FORMATS, type ExportFormat } from '@tunnelwatch/server/serve/export/row-format';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardLine } from '../../support/line-arbitraries.js';

const loaded = loadCatalogue(null);
if (!loaded.ok) throw new Error('the catalogue has errors');
const { catalogue } = loaded;

function stored(raw: Buffer, seq: number): StoredEvent {
  const id = /\bid=(\d{1,9})\b/.exec(raw.toString('latin1'))?.[1];
  return {
    seq,
    time: Date.UTC(2026, 1, 10) + seq * 7,
    receivedTime: Date.UTC(2026, 1, 10) + seq * 9,
    subject: { kind: 'tunnel', gateway: 'gw1', matchkey: '=1+1' },
    messageId: id === undefined ? null : Number(id),
    severity: 'notice',
    class: 'replay',
    isKnown: true,
    repeats: 1 + (seq % 3),
    source: '/var/log/gw1.log',
    raw,
  };
}

/** The rows of lines, as they are kept by their templates and decoded in full; and how many were not decoded. */
function rowsOf(lines: readonly string[], format: ExportFormat) {
  const pool = new TextPool();
  const known = new KnownTemplates(pool.intern);
  const names = new InventoryNames();
  const planned = new EventRows({ format, catalogue, names });
  const decoded = new EventRows({ format, catalogue, names });
  let opened = 0;
  lines.forEach((line, index) => {
    const raw = Buffer.from(line, 'latin1');
    const event = stored(raw, index + 1);
    const template = known.learn(raw, 0, raw.length);
    decoded.whole(event);
    if (template === undefined) {
      planned.whole(event);
      return;
    }
    const texts = placeholderTexts(template, { values: known.values, text: pool.text });
    const { seq, time, receivedTime, repeats } = event;
    const ids = { subjectId: 1, kindId: repeats * 100_000 + (event.messageId ?? 99_999) * 10, sourceId: 1 };
    const open = () => {
      opened += 1;
      return event;
    };
    planned.templated({ seq, time, receivedTime, ...ids, template, texts, open });
  });
  return { planned: planned.take().toString(), decoded: decoded.take().toString(), opened };
}

const REPLAY = (seqno: string, matchkey = '501') =>
  `2026-02-10T17:00:00.123456+01:00 gw1_Master EFW: IPSEC: prio=2 id=278 rev=1 event="Anti-replay check failed." action=drop seqno=${seqno} matchkey=${matchkey}`;

describe.each(EXPORT_FORMATS)('rows of events as %s', (format) => {
  it('[STORE-11] are those that decoding each line in full gives, whatever the lines', () => {
    fc.assert(
      // Twice, so that each has another of its template.
      fc.property(fc.array(hardLine, { minLength: 1, maxLength: 12 }), (lines) => {
        const { planned, decoded } = rowsOf([...lines, ...lines], format);
        expect(planned).toBe(decoded);
      }),
      { numRuns: 60 },
    );
  });

  it('[STORE-11] decode one line of a template, and escape what a spreadsheet takes for a formula', () => {
    const lines = Array.from({ length: 9 }, (_, index) => REPLAY(String(1000 + index)));
    const { planned, decoded, opened } = rowsOf([...lines, REPLAY('1', '"=2+3"'), REPLAY('2', '-4')], format);
    expect(planned).toBe(decoded);
    // One for each number of repeats, one for the subject, and those of other templates.
    expect(opened).toBeLessThanOrEqual(7);
    if (format === 'csv') expect(planned).toContain(`"'=1+1"`);
    else expect(planned).toContain('"matchkey":"=1+1"');
  });
});
