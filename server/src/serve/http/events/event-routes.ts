import {
  countSchema,
  eventCountQuerySchema,
  eventExportQuerySchema,
  type EventFilter,
  eventListQuerySchema,
  eventPageSchema,
} from '@tunnelwatch/shared/api';
import type { Response } from 'express';
import { describeEvent } from '../../../core/classify/describe-event.js';
import type { ApiContext } from '../api-context.js';
import { storedFilter } from '../as-of.js';
import { csvHeader, csvLine } from './csv.js';
import { presentEvent } from '../present.js';
import { wrongCursor } from '../page.js';
import { isoOrNull } from '@tunnelwatch/shared/iso-time';
import { parseQuery, type Route } from '../route.js';
import { writeTo } from '../stalled-download.js';

const EXPORT_PAGE = 1000;
const CURSOR = /^-?\d{1,16}\.\d{1,16}$/;

/** Events: list, exact count, export. */
export function eventRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/events',
      access: 'viewer',
      summary: 'Stored events, newest first',
      query: eventListQuerySchema,
      answer: eventPageSchema,
      handle: async (request, response) => {
        const { limit, cursor, timeout, ...filter } = parseQuery(eventListQuerySchema, request);
        if (cursor !== undefined && !CURSOR.test(cursor)) throw wrongCursor();
        const asked = await storedFilter(context.reader, filter);
        const searchMs = timeout === undefined ? undefined : timeout * 1000;
        const page = await context.reader.listEvents(asked, limit, cursor, searchMs);
        const items = page.events.map((event) =>
          presentEvent(describeEvent(event, context.catalogue), context.names()),
        );
        const { nextCursor, searchedTo = null, progress = null } = page;
        response.json({ items, nextCursor, searchedTo: isoOrNull(searchedTo), progress });
      },
    },
    {
      method: 'get',
      path: '/events/count',
      access: 'viewer',
      summary: 'The exact number of events that match a filter',
      query: eventCountQuerySchema,
      answer: countSchema,
      handle: async (request, response) => {
        const filter = await storedFilter(context.reader, parseQuery(eventCountQuerySchema, request));
        response.json({ count: await context.reader.countEvents(filter) });
      },
    },
    {
      method: 'get',
      path: '/events/export',
      access: 'viewer',
      summary: 'All events that match a filter, as CSV or NDJSON',
      query: eventExportQuerySchema,
      media: ['text/csv', 'application/x-ndjson'],
      handle: async (request, response) => {
        const { format, ...filter } = parseQuery(eventExportQuerySchema, request);
        const type = format === 'csv' ? 'text/csv' : 'application/x-ndjson';
        // In this order: setting the file name also sets a content type.
        response.attachment(`tunnelwatch-events.${format}`);
        response.type(`${type}; charset=utf-8`);
        // Uncompressed: the compression layer hides when the client has read a page, which this waits for.
        response.setHeader('Cache-Control', 'no-store, no-transform');
        await streamEvents(context, filter, format, response);
        response.end();
      },
    },
  ];
}

/** Page by page, waiting for the client to read each: an export of millions of events needs no more memory than one page. */
async function streamEvents(
  context: ApiContext,
  filter: EventFilter,
  format: 'csv' | 'ndjson',
  response: Response,
): Promise<void> {
  let head = format === 'csv' ? csvHeader() : '';
  let cursor: string | undefined;
  do {
    const page = await context.reader.listEvents(filter, EXPORT_PAGE, cursor);
    const events = page.events.map((event) => presentEvent(describeEvent(event, context.catalogue), context.names()));
    const lines = events.map((event) => (format === 'csv' ? csvLine(event) : `${JSON.stringify(event)}\n`));
    const text = head + lines.join('');
    head = '';
    if (!(await writeTo(response, text, context.limits))) return;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
