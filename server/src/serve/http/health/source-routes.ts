import {
  apiExplanationSchema,
  apiSourceSchema,
  sourceExportQuerySchema,
  sourceListQuerySchema,
  sourcePageSchema,
} from '@tunnelwatch/shared/api';
import type { SourceFilter } from '@tunnelwatch/shared/api';
import { explainBodySchema } from '@tunnelwatch/shared/explanation';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { troublesOf } from '@tunnelwatch/shared/source-trouble';
import type { ApiContext } from '../api-context.js';
import { csvRow } from '../events/csv.js';
import { HttpProblem } from '../http-problem.js';
import { presentExplanation, presentSource } from '../present.js';
import { pageOf } from '../page.js';
import { parseBody, parseQuery, pathParameter, type Route } from '../route.js';

/** The sources: list, export, one, and how a line of one is read. */
export function sourceRoutes(context: ApiContext, clock: () => number): Route[] {
  return [
    {
      method: 'get',
      path: '/sources',
      access: 'viewer',
      summary: 'All files and listeners with their status',
      query: sourceListQuerySchema,
      answer: sourcePageSchema,
      handle: (request, response) => {
        const { limit, cursor, ...filter } = parseQuery(sourceListQuerySchema, request);
        const { items, nextCursor } = pageOf(matching(context.sources(), filter), { limit, cursor });
        response.json({ items: items.map(presentSource), nextCursor });
      },
    },
    {
      method: 'get',
      path: '/sources/export',
      access: 'viewer',
      summary: 'The figures of all sources that match a filter, as CSV or NDJSON',
      query: sourceExportQuerySchema,
      media: ['text/csv', 'application/x-ndjson'],
      handle: (request, response) => {
        const { format, ...filter } = parseQuery(sourceExportQuerySchema, request);
        const sources = matching(context.sources(), filter);
        response.attachment(`tunnelwatch-sources.${format}`);
        if (format === 'ndjson') {
          response.type('application/x-ndjson; charset=utf-8');
          response.send(sources.map((source) => `${JSON.stringify(presentSource(source))}\n`).join(''));
          return;
        }
        response.type('text/csv; charset=utf-8');
        response.send(csvRow(CSV_COLUMNS.map(([name]) => name)) + sources.map(sourceRow).join(''));
      },
    },
    {
      method: 'post',
      path: '/sources/explain',
      access: 'viewer',
      summary: 'How a line is read, piece by piece, with the settings of a source, or why it cannot be read',
      body: explainBodySchema,
      answer: apiExplanationSchema,
      handle: (request, response) => {
        const { line, source: id, at = clock() } = parseBody(explainBodySchema, request);
        const source = id === null ? null : context.sources().find((each) => each.id === id);
        if (source === undefined) throw new HttpProblem(404, 'not-found', `no such source: ${String(id)}`);
        const name = source === null || source.kind === 'stdin' ? null : source.name;
        response.json(presentExplanation(context.explain({ line, source: name, at })));
      },
    },
    {
      method: 'get',
      path: '/sources/{id}',
      access: 'viewer',
      summary: 'One source, with samples of unknown and unreadable lines',
      answer: apiSourceSchema,
      handle: (request, response) => {
        const text = pathParameter(request, 'id');
        const source = context.sources().find(({ id }) => String(id) === text);
        if (source === undefined) throw new HttpProblem(404, 'not-found', `no such source: ${text}`);
        response.json(presentSource(source));
      },
    },
  ];
}

function matching(sources: readonly SourceHealth[], { q, state, trouble }: SourceFilter): readonly SourceHealth[] {
  const part = q?.toLowerCase() ?? '';
  return sources
    .filter((source) => state === undefined || source.state === state)
    .filter((source) => part === '' || source.name.toLowerCase().includes(part))
    .filter((source) => trouble === undefined || troublesOf(source).length > 0 === (trouble === 'true'));
}

type PresentedSource = ReturnType<typeof presentSource>;

/** Columns of the export; an unknown value is an empty cell, never a zero. */
const CSV_COLUMNS: readonly (readonly [name: string, read: (source: PresentedSource) => string | number | null])[] = [
  ['id', ({ id }) => id],
  ['kind', ({ kind }) => kind],
  ['name', ({ name }) => name],
  ['state', ({ state }) => state],
  ['offset', ({ offset }) => offset],
  ['size', ({ size }) => size],
  ['lagBytes', ({ lagBytes }) => lagBytes],
  ['lagMs', ({ lagMs }) => lagMs],
  ['linesPerSecond', ({ linesPerSecond }) => linesPerSecond],
  ['bytesPerSecond', ({ bytesPerSecond }) => bytesPerSecond],
  ['lines', ({ counts }) => counts.lines],
  ['events', ({ counts }) => counts.events],
  ['unknown', ({ counts }) => counts.unknown],
  ['other', ({ counts }) => counts.other],
  ['unreadable', ({ counts }) => counts.unreadable],
  ['empty', ({ counts }) => counts.empty],
  ['cut', ({ counts }) => counts.cut],
  ['slow', ({ counts }) => counts.slow],
  ['timeUnknown', ({ counts }) => counts.timeUnknown],
  ['gatewayUnknown', ({ counts }) => counts.gatewayUnknown],
  ['rotations', ({ rotations }) => rotations],
  ['truncations', ({ truncations }) => truncations],
  ['lostBytes', ({ lostBytes }) => lostBytes],
  ['skewMs', ({ skewMs }) => skewMs],
  ['silentSince', ({ silence }) => silence?.since ?? null],
  ['usualLinesPerMinute', ({ silence }) => silence?.usualLinesPerMinute ?? null],
  ['protocol', ({ listener }) => listener?.protocol ?? null],
  ['connections', ({ listener }) => listener?.connections ?? null],
  ['waitingConnections', ({ listener }) => listener?.waitingConnections ?? null],
  ['refusedConnections', ({ listener }) => listener?.refusedConnections ?? null],
  ['overLimitConnections', ({ listener }) => listener?.overLimitConnections ?? null],
  ['refusedSenders', ({ listener }) => listener?.refusedSenders ?? null],
  ['claims', ({ listener }) => listener?.claims ?? null],
  ['badFrames', ({ listener }) => listener?.badFrames ?? null],
  ['repeated', ({ listener }) => listener?.repeated ?? null],
  ['kernelDrops', ({ listener }) => listener?.kernelDrops ?? null],
  ['queueDrops', ({ listener }) => listener?.queueDrops ?? null],
  ['receiveBufferBytes', ({ listener }) => listener?.receiveBufferBytes ?? null],
  ['certificateEnd', ({ listener }) => listener?.certificate?.to ?? null],
  ['lastArrival', ({ lastArrival }) => lastArrival],
  ['lastTime', ({ lastTime }) => lastTime],
  ['lastError', ({ lastError }) => lastError],
  ['pastErrorAt', ({ pastError }) => pastError?.at ?? null],
  ['pastError', ({ pastError }) => pastError?.message ?? null],
];

function sourceRow(source: SourceHealth): string {
  const presented = presentSource(source);
  return csvRow(CSV_COLUMNS.map(([, read]) => read(presented)));
}
