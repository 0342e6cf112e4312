import { strFromU8, unzipSync } from 'fflate';
import { apiTunnelDiagnosisSchema } from '@tunnelwatch/shared/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ServeProcess } from '../../../support/serve-process.js';
import { linesOfCause } from '../../../support/simulated-drops.js';

const CAUSES = ['reordering', 'replay-attack', 'encryption-key', 'duplication'];
const HUGE = 'prio=2 id=278 seqno=18446744073709551600 windowbase=18446744073709551500 windowsize=64 matchkey=huge';
const SINGLE = 'prio=2 id=278 seqno=99 windowbase=100 windowsize=64 matchkey=single';

let server: ServeProcess;

beforeAll(async () => {
  const lines = CAUSES.flatMap((name) => linesOfCause(name, 5)).sort();
  const strange = [HUGE, SINGLE, 'prio=2 id=278 seqno=x windowbase=-1 windowsize=0 matchkey=strange'].map(
    (body) => `${new Date().toISOString()} gw-north EFW: IPSEC: ${body}`,
  );
  const all = [...lines, ...strange];
  server = await ServeProcess.start({ content: all.map((line) => `${line}\n`).join('') });
  await server.untilCount(all.length);
});

afterAll(() => server.remove());

async function diagnosisOf(matchkey: string, query = 'window=24h') {
  return apiTunnelDiagnosisSchema.parse(await server.get(`tunnels/gw-north/${matchkey}/diagnosis?${query}`));
}

/** The files of the pack of a tunnel, as text by name. */
async function packOf(matchkey: string) {
  const response = await server.fetch(`api/v1/tunnels/gw-north/${matchkey}/evidence?window=24h`);
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  return Object.assign((name: string) => strFromU8(files[name] ?? new Uint8Array()), { names: Object.keys(files) });
}

describe('the diagnosis of a tunnel over HTTP', () => {
  it.each([
    ['reordering', 'reordering'],
    ['replay-attack', 'replay'],
    ['encryption-key', 'encryption-key'],
  ])('[DIA-10] names what the stored lines of %s are consistent with', async (matchkey, verdict) => {
    const { verdicts, events, analysed, history } = await diagnosisOf(matchkey);
    expect(verdicts[0]?.name).toBe(verdict);
    expect(analysed).toBe(events);
    expect(events).toBe(linesOfCause(matchkey, 5).length);
    expect(history.at(-1)?.name).toBe(verdict);
  });

  it('names events of the tunnel as evidence', async () => {
    const { verdicts, points } = await diagnosisOf('replay-attack');
    const named = verdicts[0]?.evidence.flatMap(({ events }) => events) ?? [];
    expect(named).not.toEqual([]);
    expect(points.map(({ seq }) => seq)).toEqual(expect.arrayContaining(named.slice(-1)));
  });

  it('says what a larger window would have accepted', async () => {
    const { window } = await diagnosisOf('reordering');
    expect(window.advice?.window).toBeGreaterThan(window.windowSizes[0] ?? 0);
    const share = window.shares.find(({ window: size }) => size === window.advice?.window);
    expect(share).toMatchObject({ accepted: window.advice?.accepted, late: window.late });
  });

  it('[DIA-8] asks the other tunnels of the gateway for the edge that windowbase names', async () => {
    const { edge } = (await diagnosisOf('single')).window;
    expect(edge).toMatchObject({ finding: 'left', used: 'left', near: expect.any(Number) as number });
    expect(edge.drops - edge.neighbours).toBe(1);
    expect((await diagnosisOf('duplication')).window.edge).toMatchObject({ finding: 'left' });
  });

  it('[DIA-1] keeps numbers of 64 bits digit for digit', async () => {
    const { points, window } = await diagnosisOf('huge');
    expect(points[0]).toMatchObject({ seqno: '18446744073709551600', lag: -37, kind: 'inconsistent' });
    expect(window.isEsn).toBe(true);
  });

  it('stands in the evidence pack with its numbers', async () => {
    const report = (await packOf('reordering'))('report.html');
    expect(report).toContain('the drops are consistent with packets that overtake each other');
    const { window } = await diagnosisOf('reordering');
    expect(report).toContain(`${String(window.advice?.window)} instead of ${String(window.advice?.current)} packets`);
  });

  it('[DIA-43] is drawn in the evidence pack: every refused packet, both windows, and the life of the SA', async () => {
    const { points, window } = await diagnosisOf('reordering');
    const [text, again] = [await packOf('reordering'), await packOf('reordering')];
    for (const name of ['numbers.svg', 'lag.svg', 'needed-windows.svg', 'sa-peer.svg']) {
      expect(text(name), name).toMatch(/^<svg[^]*<\/svg>\s*$/);
      expect(text('report.html'), name).toContain(text(name).trim());
      expect(again(name), name).toBe(text(name));
    }
    const late = points.filter(({ kind }) => kind === 'late').length;
    expect(text('numbers.svg')).toContain(`late, ${String(late)} drawn`);
    expect(text('numbers.svg').match(/a3 3 0 1 0 6 0/g)).toHaveLength(late + 1);
    expect(text('needed-windows.svg')).toContain(`>current ${String(window.advice?.current)}<`);
    expect(text('needed-windows.svg')).toContain(`>advised ${String(window.advice?.window)}: accepts`);
    expect(text('sa-peer.svg')).toContain('forecast, from earliest to latest exhaustion');
    expect(
      z.object({ diagnosisSettings: z.object({ replaySeconds: z.number() }) }).parse(JSON.parse(text('about.json'))),
    ).toBeDefined();
  });

  it('is not drawn where its drops carry no numbers of a window', async () => {
    expect((await packOf('encryption-key')).names).not.toContain('lag.svg');
  });

  it('takes numbers that are none for what they are', async () => {
    const { verdicts, points, events } = await diagnosisOf('strange');
    expect({ events, points, verdict: verdicts[0]?.name }).toEqual({ events: 1, points: [], verdict: 'undetermined' });
  });

  it('has nothing to say of a time without drops, and none of a tunnel that was never seen', async () => {
    const quiet = 'from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z';
    expect(await diagnosisOf('reordering', quiet)).toMatchObject({ events: 0, verdicts: [], verdictsOver: null });
    expect(await diagnosisOf('never-seen')).toMatchObject({ events: 0, verdicts: [] });
  });

  it('refuses a time that ends before it begins', async () => {
    const path = 'api/v1/tunnels/gw-north/reordering/diagnosis?from=2020-01-02T00:00:00Z&to=2020-01-01T00:00:00Z';
    expect((await server.fetch(path)).status).toBe(400);
  });
});
