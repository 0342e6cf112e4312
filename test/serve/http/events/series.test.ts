import { apiSeriesResponseSchema } from '@tunnelwatch/shared/api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rangeOf } from '@tunnelwatch/server/serve/http/events/series-routes';
import { eventually, ServeProcess } from '../../../support/serve-process.js';
import { BASE_TIME, CONTENT, HOSTILE_NAMES, KNOWN, type KnownEvent, knownUnder } from '../known-content.js';

let server: ServeProcess;

beforeAll(async () => {
  server = await ServeProcess.start({ content: CONTENT });
  await server.untilCount(KNOWN.length);
  await eventually(
    'the time of the newest event',
    async () => (await series('')).to > NEWEST && (await series('')).to < NEWEST + 60_000,
  );
});

afterAll(() => server.remove());

const NEWEST = Math.max(...KNOWN.map((event) => event.time));
const hour = (hours: number) => BASE_TIME + hours * 3_600_000;

async function series(query: string) {
  return apiSeriesResponseSchema.parse(await server.get(`series?${query}`));
}

const NAMES = {
  tunnel: (event: KnownEvent) => (event.matchkey === null ? undefined : `${event.gateway} ${event.matchkey}`),
  gateway: (event: KnownEvent) => event.gateway,
  class: (event: KnownEvent) => event.class,
  messageId: (event: KnownEvent) => String(event.messageId),
} as const;

function groupsOf(events: readonly KnownEvent[], nameOf: (event: KnownEvent) => string | undefined) {
  const groups = new Map<string, KnownEvent[]>();
  for (const event of events) {
    const name = nameOf(event);
    if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), event]);
  }
  return groups;
}

const asked = fc.record({
  filter: fc
    .record(
      {
        gateway: fc.constantFrom('gw.one', 'gw.two'),
        matchkey: fc.constantFrom(...HOSTILE_NAMES.slice(0, 5)),
        class: fc.constantFrom('replay', 'routing', 'unknown'),
        messageId: fc.constantFrom('278', '1682'),
      },
      { requiredKeys: [] },
    )
    .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))),
  by: fc.constantFrom('tunnel' as const, 'gateway' as const, 'class' as const, 'messageId' as const),
  from: fc.integer({ min: hour(-2), max: hour(6) }),
  spanMs: fc.oneof(
    fc.integer({ min: 1, max: 10_000 }),
    fc.integer({ min: 1, max: 8 * 3_600_000 }),
    fc.constant(90 * 86_400_000),
  ),
  step: fc.option(fc.constantFrom(1, 7, 60, 90, 300, 3600, 86_400), { nil: undefined }),
});

describe('series', () => {
  it('hold at most 300 points, and every count is where it belongs', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ filter, by, from, spanMs, step }) => {
        const range = { from: String(from), to: String(from + spanMs) };
        const more: Record<string, string> = step === undefined ? {} : { step: String(step) };
        const answer = await series(new URLSearchParams({ ...filter, ...range, ...more, by, top: '50' }).toString());
        expect(answer.from).toBeLessThanOrEqual(from);
        expect(answer.to).toBeGreaterThanOrEqual(from + spanMs);
        expect(answer.from % answer.stepMs).toBe(0);
        const events = knownUnder({ ...filter, from: String(answer.from), to: String(answer.to) });
        const groups = groupsOf(events, NAMES[by]);
        const found = answer.series.filter(({ total }) => total > 0);
        expect(
          new Set(found.map((each) => (by === 'tunnel' ? `${String(each.gateway)} ${each.name}` : each.name))),
        ).toEqual(new Set(groups.keys()));
        for (const each of answer.series) {
          expect(each.points.length).toBeLessThanOrEqual(300);
          expect(each.points).toHaveLength((answer.to - answer.from) / answer.stepMs);
          const own = groups.get(by === 'tunnel' ? `${String(each.gateway)} ${each.name}` : each.name) ?? [];
          expect(each.total).toBe(own.length);
          for (const [at, [time, count]] of each.points.entries()) {
            expect(time).toBe(answer.from + at * answer.stepMs);
            expect(count).toBe(own.filter((event) => event.time >= time && event.time < time + answer.stepMs).length);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are the largest ones, in the order of their size', async () => {
    const query = `by=class&from=${String(hour(0))}&to=${String(hour(7))}`;
    const all = await series(query);
    expect(all.series.map(({ total }) => total)).toEqual(
      all.series.map(({ total }) => total).toSorted((a, b) => b - a),
    );
    const top = await series(`${query}&top=2`);
    expect(top.series.map(({ name }) => name)).toEqual(all.series.slice(0, 2).map(({ name }) => name));
  });

  it('sum up to the exact count', async () => {
    const {
      from,
      to,
      series: found,
    } = await series(`by=messageId&top=50&from=${String(hour(0.3))}&to=${String(hour(5.7))}`);
    const sum = found.reduce((total, each) => total + each.total, 0);
    expect(sum).toBe(await server.count(`from=${String(from)}&to=${String(to)}`));
  });

  it('end with the newest event, which they hold, when nothing else is said and the data is old', async () => {
    const answer = await series('by=class');
    expect(answer.newestTime).toBe(NEWEST);
    expect(answer.to).toBeGreaterThan(NEWEST);
    const last = answer.series.flatMap((each) => each.points.slice(-1).map(([, count]) => count));
    expect(last.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  });

  it.each([
    ['by=nothing', 'by'],
    ['top=0', 'top'],
    ['top=51', 'top'],
    ['step=0', 'step'],
    ['step=x', 'step'],
    ['from=x', 'from'],
    ['from=2&to=1', 'from'],
    ['from=1&to=1', 'from'],
    ['class=x', 'class'],
    ['severity=error', 'severity'],
  ])('?%s is refused by name', async (query, name) => {
    const response = await server.fetch(`api/v1/series?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'bad-request', detail: expect.stringContaining(name) });
  });
});

describe('the range of a series', () => {
  it('covers what was asked with at most 300 whole steps, whatever was asked', () => {
    const time = fc.oneof(fc.integer({ min: 0, max: 1e13 }), fc.constantFrom(0, 9_999_999_999_999_999));
    const query = fc.record(
      { from: time, to: time, step: fc.integer({ min: 1, max: 31_536_000 }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(query, time, ({ from, to, step }, reference) => {
        const given = { from, to, step };
        fc.pre((from ?? 0) < (to ?? Infinity));
        const range = rangeOf(given, reference);
        expect(range.buckets).toBeGreaterThanOrEqual(1);
        expect(range.buckets).toBeLessThanOrEqual(300);
        expect(range.from % range.stepMs === 0).toBe(true);
        if (from !== undefined) expect(range.from).toBeLessThanOrEqual(from);
        if (to !== undefined) expect(range.from + range.buckets * range.stepMs).toBeGreaterThanOrEqual(to);
        if (step !== undefined) expect(range.stepMs).toBeGreaterThanOrEqual(step * 1000);
      }),
    );
  });
});
