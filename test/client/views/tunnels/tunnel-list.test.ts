import type { ShownTunnel } from '@tunnelwatch/shared/tunnel';
import { describe, expect, it } from 'vitest';
import { HttpError } from '../../../../client/src/http/http-error.js';
import {
  CHUNK_ROWS,
  TunnelList,
  tunnelKey,
  type ChunkRequest,
  type TunnelChunk,
} from '../../../../client/src/views/tunnels/tunnel-list.js';

const QUERY = { sort: 'recent', order: 'desc' } as const;
const IN_USE = { isInUse: true, first: 0, last: 20 };
const AT_REST = { isInUse: false, first: 0, last: 20 };

function tunnel(matchkey: string, recentTotal = 1): ShownTunnel {
  return {
    gateway: 'gw-a',
    matchkey,
    firstTime: 1000,
    lastTime: 2000,
    counts: { replay: recentTotal },
    total: recentTotal,
    recent: { replay: recentTotal },
    recentTotal,
    perMinute: 0,
    verdict: null,
    inventory: null,
  };
}

function tunnels(count: number): ShownTunnel[] {
  return Array.from({ length: count }, (_, index) => tunnel(`k${index}`, count - index));
}

/** A server that pages through `rows` by offset and remembers what it was asked. */
function serverOf(rows: ShownTunnel[]) {
  const asked: ChunkRequest[] = [];
  const server = {
    rows,
    asked,
    fails: false,
    fetch: (request: ChunkRequest): Promise<TunnelChunk> => {
      asked.push(request);
      if (server.fails) return Promise.reject(new HttpError(PROBLEM));
      const start = Number(request.cursor ?? 0);
      const end = start + request.limit;
      const nextCursor = end < server.rows.length ? String(end) : null;
      return Promise.resolve({ items: server.rows.slice(start, end), nextCursor, total: server.rows.length });
    },
  };
  return server;
}

const PROBLEM = {
  type: 'about:blank',
  title: 'The store cannot be read',
  status: 503,
  detail: 'It is locked.',
  code: 'store-unavailable',
} as const;

function keysOf(list: TunnelList): string[] {
  return list.read().rows.map((row) => row.matchkey);
}

describe('TunnelList', () => {
  it('loads the beginning, then the next rows, and ends with the last one', async () => {
    const server = serverOf(tunnels(450));
    const list = new TunnelList(server.fetch, () => 7);
    await list.show(QUERY);
    expect(list.read()).toMatchObject({ total: 450, hasMore: true, isLoading: false, orderedAt: 7 });
    expect(list.read().rows).toHaveLength(CHUNK_ROWS);
    await list.loadMore();
    await list.loadMore();
    expect(list.read()).toMatchObject({ hasMore: false });
    expect(keysOf(list)).toEqual(server.rows.map((row) => row.matchkey));
    const requests = server.asked.length;
    await list.loadMore();
    expect(server.asked).toHaveLength(requests);
  });

  it('shows a tunnel once although it sank between two requests', async () => {
    const server = serverOf(tunnels(400));
    const list = new TunnelList(server.fetch, () => 0);
    await list.show(QUERY);
    const [first, ...others] = server.rows;
    server.rows = [...others, ...(first === undefined ? [] : [first])];
    await list.loadMore();
    const keys = list.read().rows.map(tunnelKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('takes over a new order only while nobody uses the list', async () => {
    const server = serverOf(tunnels(3));
    const list = new TunnelList(server.fetch, () => 0);
    await list.show(QUERY);
    server.rows = [tunnel('k2', 9), tunnel('k1', 5), tunnel('k0', 3), tunnel('new', 1)];
    await list.refresh(IN_USE);
    expect(keysOf(list)).toEqual(['k0', 'k1', 'k2']);
    expect(list.read().rows.map((row) => row.recentTotal)).toEqual([3, 5, 9]);
    expect(list.read()).toMatchObject({ isHeld: true, arrived: 1, total: 3 });
    await list.refresh(AT_REST);
    expect(keysOf(list)).toEqual(['k2', 'k1', 'k0', 'new']);
    expect(list.read()).toMatchObject({ isHeld: false, arrived: 0, total: 4 });
  });

  it('asks anew for the part in sight alone while the list is in use', async () => {
    const server = serverOf(tunnels(1000));
    const list = new TunnelList(server.fetch, () => 0);
    await list.show(QUERY);
    await list.loadMore();
    server.asked.length = 0;
    await list.refresh({ isInUse: true, first: 250, last: 280 });
    expect(server.asked.map((request) => request.cursor)).toEqual(['200']);
  });

  it('brings at least as many rows as were in sight when it is ordered anew', async () => {
    const server = serverOf(tunnels(5000));
    const list = new TunnelList(server.fetch, () => 0);
    await list.show(QUERY);
    await list.reorder(2500);
    expect(list.read().rows.length).toBeGreaterThanOrEqual(2500);
    expect(keysOf(list)).toEqual(server.rows.slice(0, list.read().rows.length).map((row) => row.matchkey));
  });

  it('keeps the reference of a row that did not change', async () => {
    const server = serverOf(tunnels(2));
    const list = new TunnelList(server.fetch, () => 0);
    await list.show(QUERY);
    const [before] = list.read().rows;
    server.rows = [tunnel('k0', 2), tunnel('k1', 99)];
    await list.refresh(AT_REST);
    expect(list.read().rows[0]).toBe(before);
    expect(list.read().rows[1]?.recentTotal).toBe(99);
  });

  it('says why a refresh failed, keeps its rows, and recovers with the next one', async () => {
    const server = serverOf(tunnels(2));
    const list = new TunnelList(server.fetch, () => 0);
    await list.show(QUERY);
    server.fails = true;
    await list.refresh(AT_REST);
    expect(list.read()).toMatchObject({ problem: { title: PROBLEM.title }, isLoading: false });
    expect(list.read().rows).toHaveLength(2);
    server.fails = false;
    await list.refresh(AT_REST);
    expect(list.read().problem).toBeNull();
  });

  it('gives up an answer of the query before', async () => {
    const answers: ((chunk: TunnelChunk) => void)[] = [];
    const list = new TunnelList(
      (_request, signal) =>
        new Promise((resolve, reject) => {
          answers.push(resolve);
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
      () => 0,
    );
    const first = list.show(QUERY);
    const second = list.show({ ...QUERY, q: 'x' });
    answers[1]?.({ items: [tunnel('x')], nextCursor: null, total: 1 });
    answers[0]?.({ items: [tunnel('late')], nextCursor: null, total: 1 });
    await Promise.all([first, second]);
    expect(keysOf(list)).toEqual(['x']);
    expect(list.read().problem).toBeNull();
  });
});
