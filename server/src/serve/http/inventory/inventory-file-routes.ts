import { importQuerySchema } from '@tunnelwatch/shared/api-inventory';
import { importReportSchema, type ImportReport } from '@tunnelwatch/shared/inventory';
import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ImportRows } from '../../../core/inventory/import-rows.js';
import { planImport } from '../../../core/inventory/plan-import.js';
import { carryOut } from '../carry-out.js';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { INVENTORY_CSV_HEAD, inventoryCsvRow, readInventoryCsv } from './inventory-csv.js';
import { parseQuery, type Route } from '../route.js';
import { writeTo } from '../stalled-download.js';

const ROWS_AT_ONCE = 1000;

/** Export and import of the inventory. */
export function inventoryFileRoutes(context: ApiContext): Route[] {
  const takeIn = importer(context);
  return [
    {
      method: 'post',
      path: '/inventory/import',
      access: 'operator',
      summary:
        'Imports a CSV file with the columns gateway, matchkey or iface, name, site, peer, note, priority: all or nothing. With dryRun, reports what would change; with skipRefused, skips rejected rows',
      query: importQuerySchema,
      bodyMedia: 'text/csv',
      answer: importReportSchema,
      handle: takeIn,
    },
    {
      method: 'get',
      path: '/inventory/export',
      access: 'viewer',
      summary: 'The whole inventory as CSV that can be imported again',
      media: ['text/csv'],
      handle: async (_request, response) => {
        response.attachment('tunnelwatch-inventory.csv');
        response.type('text/csv; charset=utf-8');
        const entries = [...context.inventory().entries()];
        if (!(await writeTo(response, INVENTORY_CSV_HEAD, context.limits))) return;
        for (let from = 0; from < entries.length; from += ROWS_AT_ONCE) {
          const text = entries
            .slice(from, from + ROWS_AT_ONCE)
            .map(inventoryCsvRow)
            .join('');
          if (!(await writeTo(response, text, context.limits))) return;
          await nextTurn();
        }
        response.end();
      },
    },
  ];
}

/** One file at a time: each may use a hundred megabytes of memory while it is parsed. */
function importer(context: ApiContext) {
  let isUnderWay = false;
  return async (request: Request, response: Response): Promise<void> => {
    const query = parseQuery(importQuerySchema, request);
    if (isUnderWay) {
      response.setHeader('Retry-After', '5');
      throw new HttpProblem(429, 'too-many-requests', 'another import is running: try again in a few seconds');
    }
    isUnderWay = true;
    try {
      response.json(await importFrom(request, context, query));
    } finally {
      isUnderWay = false;
    }
  };
}

async function importFrom(
  request: Request,
  context: ApiContext,
  { dryRun, skipRefused }: { dryRun: boolean; skipRefused: boolean },
): Promise<ImportReport> {
  if (request.is('text/csv') === false) {
    throw new HttpProblem(400, 'bad-request', 'send a CSV file with Content-Type: text/csv');
  }
  const hash = createHash('sha256');
  const read = await readInventoryCsv(hashed(request, hash));
  if (!read.ok) throw new HttpProblem(400, 'bad-request', `line ${String(read.fault.line)}: ${read.fault.reason}`);
  const { taken, refused, refusals } = read.rows;
  const report = (counts: ReturnType<typeof planImport>) => {
    return { dryRun, rows: taken.length + refused, ...counts, refused, refusals };
  };
  if (dryRun) return report(planImport(taken, context.inventory()));
  if (refused > 0 && !skipRefused) throw new HttpProblem(400, 'bad-request', refusalWords(read.rows));
  const origin = { sha256: hash.digest('hex'), refused };
  const { counts } = await carryOut(context, request, ['importInventory', { origin, rows: [...taken] }]);
  return report(counts);
}

function refusalWords({ refused, refusals: [first] }: ImportRows): string {
  const where = first === undefined ? '' : `: line ${String(first.line)}, ${first.column ?? 'row'}: ${first.reason}`;
  return `nothing was imported: ${String(refused)} rows were rejected${where}`;
}

async function* hashed(source: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}
