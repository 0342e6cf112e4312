import { apiGatewayCausesSchema, apiGatewaySchema } from '@tunnelwatch/shared/api';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServeProcess } from '../../../support/serve-process.js';
import { linesOfCause, movedTo } from '../../../support/simulated-drops.js';

const AGO_MS = 26 * HOUR_MS;

let server: ServeProcess;
let startedAt = 0;
let readAt = 0;

/** What three tunnels of a gateway logged yesterday, and another one an hour before. */
beforeAll(async () => {
  startedAt = Date.now() - AGO_MS;
  const doubled = [11, 12, 13].flatMap((seed, index) =>
    movedTo(linesOfCause('duplication', seed), startedAt + index * 5000).map((line) =>
      line.replace(/matchkey=.*/, `matchkey=doubled-${String(seed)}`),
    ),
  );
  const lines = [...doubled, ...movedTo(linesOfCause('padding', 5), startedAt - HOUR_MS)];
  const fragments = Array.from({ length: 12 }, (_, index) => {
    const stamp = new Date(startedAt - 2 * HOUR_MS + index * 1000).toISOString();
    return `${stamp} gw-north EFW: IPSEC: prio=2 id=413 action=drop seqno=1 pktlen=9000 pkt=1`;
  });
  const all = [...lines, ...fragments].sort();
  server = await ServeProcess.start({ content: all.map((line) => `${line}\n`).join('') });
  await server.untilCount(all.length);
  readAt = Date.now();
});

afterAll(() => server.remove());

const iso = (time: number) => new Date(time).toISOString();
const rangeOf = (from: number, to: number) => `from=${iso(from)}&to=${iso(to)}`;
const incident = () => rangeOf(startedAt - 10 * MINUTE_MS, startedAt + 5 * MINUTE_MS);

async function causesOf(query: string) {
  return apiGatewayCausesSchema.parse(await server.get(`gateways/gw-north/diagnosis?${query}`));
}

describe('[DIA-27] the causes of a gateway over a past time', () => {
  it('are those of an incident that was read in later', async () => {
    const { over, verdicts, groups, judged, failing, examined } = await causesOf(incident());
    expect(verdicts.map(({ name }) => name)).toEqual(['common-path']);
    expect(verdicts[0]?.evidence[0]?.text).toMatch(/^3 tunnels began within a minute/);
    expect(groups).toMatchObject([{ name: 'duplication', tunnels: 3 }]);
    expect({ judged, failing, examined }).toEqual({ judged: 3, failing: 3, examined: 3 });
    expect(over).toEqual({ from: startedAt - 10 * MINUTE_MS, to: startedAt + 5 * MINUTE_MS });
    for (const { matchkey, since } of groups[0]?.examples ?? []) {
      expect(matchkey).toMatch(/^doubled-/);
      expect(Math.abs(since - startedAt)).toBeLessThanOrEqual(MINUTE_MS);
    }
  });

  it('include what its messages about no tunnel reveal', async () => {
    const { verdicts, groups } = await causesOf(rangeOf(startedAt - 2.5 * HOUR_MS, startedAt - 1.5 * HOUR_MS));
    expect(verdicts.map(({ name }) => name)).toEqual(['fragmentation']);
    expect(groups).toEqual([]);
  });

  it('are in the answer about the gateway too, which without a time is about now', async () => {
    const past = apiGatewaySchema.parse(await server.get(`gateways/gw-north?${incident()}`));
    expect(past.verdicts.map(({ name }) => name)).toEqual(['common-path']);
    const now = apiGatewaySchema.parse(await server.get('gateways/gw-north'));
    expect(now).toMatchObject({ over: null, verdicts: [], groups: [], judged: 0 });
  });

  it('are none as of a time at which nothing was read in yet', async () => {
    expect(await causesOf(`${incident()}&at=${iso(readAt - HOUR_MS)}`)).toMatchObject({ verdicts: [], failing: 0 });
    const later = await causesOf(`${incident()}&at=${iso(readAt + 1000)}`);
    expect(later.verdicts.map(({ name }) => name)).toEqual(['common-path']);
  });

  it('are refused for a time that ends before it begins, and for a gateway that was never seen', async () => {
    const status = async (path: string) => (await server.fetch(`api/v1/gateways/${path}`)).status;
    expect(await status(`gw-north/diagnosis?${rangeOf(2000, 1000)}`)).toBe(400);
    expect(await status(`gw-north?${rangeOf(2000, 1000)}`)).toBe(400);
    expect(await status(`never-seen/diagnosis?${incident()}`)).toBe(404);
  });
});
