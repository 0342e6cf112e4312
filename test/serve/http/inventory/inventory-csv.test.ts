import {
  INVENTORY_CSV_HEAD,
  inventoryCsvRow,
  readInventoryCsv,
} from '@tunnelwatch/server/serve/http/inventory/inventory-csv';
import { escapeCsvFormula, unescapeCsvFormula } from '@tunnelwatch/server/core/inventory/escape-csv-formula';
import { InventoryList } from '@tunnelwatch/server/core/inventory/inventory-list';
import { planImport } from '@tunnelwatch/server/core/inventory/plan-import';
import { inventoryFieldsSchema, type InventoryEntry } from '@tunnelwatch/shared/inventory';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** A file as it arrives: cut anywhere. */
async function read(content: string | Uint8Array, size = 65_536) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
  }
  return readInventoryCsv(chunks());
}

async function rowsOf(content: string, size?: number) {
  const answer = await read(content, size);
  if (!answer.ok) throw new Error(`line ${String(answer.fault.line)}: ${answer.fault.reason}`);
  return answer.rows;
}

async function faultOf(content: string | Uint8Array) {
  const answer = await read(content);
  return answer.ok ? undefined : answer.fault;
}

const HEAD = 'gateway,matchkey,iface,name,site,peer,note,priority';
const hostile = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc
    .array(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', "'", '"', ',', ';', 'a', ' ', '\\', '*', '😀'), {
      maxLength: 8,
    })
    .map((letters) => letters.join('')),
);

describe('a file of the inventory', () => {
  it('[INV-8] that was exported changes nothing when it is imported again, whatever it holds', async () => {
    const fields = fc
      .record({
        gateway: hostile,
        kind: fc.constantFrom('matchkey' as const, 'iface' as const),
        pattern: hostile,
        name: hostile,
        site: hostile,
        peer: hostile,
        note: hostile,
        priority: fc.constantFrom('urgent' as const, 'low' as const, null),
      })
      .map((each) => inventoryFieldsSchema.safeParse(each));
    await fc.assert(
      fc.asyncProperty(fc.array(fields, { maxLength: 8 }), fc.integer({ min: 1, max: 50 }), async (made, size) => {
        const list = new InventoryList();
        for (const [at, parsed] of made.entries()) {
          if (!parsed.success || list.find(parsed.data) !== undefined) continue;
          list.put({ id: at + 1, ...parsed.data, version: 1, updatedAt: 0, updatedBy: 'ada' });
        }
        const entries: InventoryEntry[] = [...list.entries()];
        const text = INVENTORY_CSV_HEAD + entries.map(inventoryCsvRow).join('');
        const { taken, refused, refusals } = await rowsOf(text, size);
        expect(refusals).toEqual([]);
        expect(refused).toBe(0);
        expect(planImport(taken, list)).toEqual({ added: 0, changed: 0, unchanged: entries.length });
      }),
      { numRuns: 300 },
    );
  });

  it('[INV-8] holds no cell that a spreadsheet would take for a formula, and the defusing is undone exactly', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(escapeCsvFormula(text)).not.toMatch(/^\s*[=+\-@]|^[\t\r\n]/);
        expect(unescapeCsvFormula(escapeCsvFormula(text))).toBe(text);
      }),
    );
  });

  it.each([' =1+1', '\t@A1', '\r\n+1', '\u00A0-1', '  \uFF1D1', "' =1"])('[INV-8] defuses %j', (text) => {
    expect(escapeCsvFormula(text)).toBe(`'${text}`);
    expect(unescapeCsvFormula(`'${text}`)).toBe(text);
  });

  it.each([
    ['commas', `${HEAD}\ngw1,k1,,Riga,,,,high\n`],
    ['CRLF and a byte order mark', `\uFEFF${HEAD}\r\ngw1,k1,,Riga,,,,HIGH\r\n`],
    ['semicolons', `${HEAD.replaceAll(',', ';')}\ngw1;k1;;Riga;;;;high`],
    ['tabs', `${HEAD.replaceAll(',', '\t')}\ngw1\tk1\t\tRiga\t\t\t\thigh`],
    ['blanks around cells, columns in another order', 'Name , MATCHKEY, priority,gateway\n Riga , k1 ,high, gw1\n\n'],
    ['quotes', '"gateway","matchkey","name","priority"\n"gw1","k1","Riga","high"\n'],
  ])('is read with %s', async (_what, content) => {
    for (const size of [1, 7, 65_536]) {
      const { taken, refused } = await rowsOf(content, size);
      expect(refused).toBe(0);
      expect(taken).toMatchObject([
        { gateway: 'gw1', kind: 'matchkey', pattern: 'k1', name: 'Riga', priority: 'high' },
      ]);
    }
  });

  it('says of each refused row the line, the column and why', async () => {
    const content = [
      HEAD,
      'gw1,k1,,"Riga\r\noffice",,,,',
      'gw1,k2,,Oslo,,,,now',
      '',
      'gw1,k3,wan,Oslo,,,,',
      'gw1,,,Oslo,,,,',
      'gw1,k4,,,,,,',
      'gw1,k5,,Oslo',
      'gw1,k6,,Oslo,,,"two\r\nlines",',
      'gw1,k6,,Again,,,,',
    ].join('\r\n');
    const { taken, refusals, refused } = await rowsOf(content);
    expect(taken).toMatchObject([{ pattern: 'k6', note: 'two\r\nlines' }]);
    expect(refused).toBe(7);
    expect(refusals.map(({ line, column }) => [line, column])).toEqual([
      [2, 'name'],
      [4, 'priority'],
      [6, null],
      [7, null],
      [8, 'name'],
      [9, null],
      [12, 'matchkey'],
    ]);
    expect(refusals[6]?.reason).toBe('duplicate of line 10');
  });

  it('as a whole is refused where its columns or its letters cannot be told', async () => {
    expect((await faultOf(''))?.reason).toContain('empty');
    expect((await faultOf('matchkey,colour\n'))?.reason).toContain('“colour”');
    expect((await faultOf('gateway,name\n'))?.reason).toContain('neither matchkey nor iface');
    expect((await faultOf('matchkey,name,name\n'))?.reason).toContain('twice');
    expect((await faultOf(`${HEAD}\ngw1,k,,"Riga\n`))?.reason).toContain('not closed');
    expect((await faultOf(Buffer.from(`${HEAD}\ngw1,k,,Z\xfcrich,,,,\n`, 'latin1')))?.reason).toContain('UTF-8');
  });
});
