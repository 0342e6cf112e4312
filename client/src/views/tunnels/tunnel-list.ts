import type { Problem } from '@tunnelwatch/shared/error-code';
import type { ShownTunnel } from '@tunnelwatch/shared/tunnel';
import { problemFrom } from '../../http/http-error.js';
import { keepEqual } from '../../live/keep-equal.js';
import type { TunnelQuery } from './tunnel-sort.js';

export interface TunnelChunk {
  readonly items: readonly ShownTunnel[];
  readonly nextCursor: string | null;
  readonly total: number;
}

export interface ChunkRequest extends TunnelQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export type FetchTunnels = (request: ChunkRequest, signal: AbortSignal) => Promise<TunnelChunk>;

/** The list as the page renders it. */
export interface TunnelListState {
  /** In the server's order as of `orderedAt`. */
  readonly rows: readonly ShownTunnel[];
  /** Null until the first answer. */
  readonly total: number | null;
  /** When the order was fetched, by this computer's clock, epoch milliseconds. */
  readonly orderedAt: number;
  /** Number of tunnels that appeared since. */
  readonly arrived: number;
  /** True while the order is kept although the figures are newer. */
  readonly isHeld: boolean;
  /** A new order is being fetched: `rows` are still those of the previous query. */
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly problem: Problem | null;
}

interface Chunk {
  readonly start: number;
  readonly size: number;
  readonly cursor: string | undefined;
}

/** Rows of the first request. */
export const CHUNK_ROWS = 200;
/** Maximum number of rows that the server returns at once. */
const MAX_ROWS = 1000;

const EMPTY: TunnelListState = {
  rows: [],
  total: null,
  orderedAt: 0,
  arrived: 0,
  isHeld: false,
  isLoading: true,
  hasMore: false,
  problem: null,
};

/** A row's unique name; neither a gateway's name nor a matchkey from a line can contain a line feed. */
export function tunnelKey(tunnel: ShownTunnel): string {
  return `${tunnel.gateway}\n${tunnel.matchkey}`;
}

/**
 * Tunnels, loaded in pages while scrolling. A refresh brings a new order only if that disturbs nobody; otherwise it
 * updates the figures of the visible rows and leaves each row in its place.
 */
export class TunnelList {
  readonly #fetch: FetchTunnels;
  readonly #clock: () => number;
  readonly #listeners = new Set<() => void>();
  #state = EMPTY;
  #query: TunnelQuery | null = null;
  #nextCursor: string | null = null;
  #chunks: readonly Chunk[] = [];
  #work: AbortController | null = null;

  constructor(fetch: FetchTunnels, clock: () => number) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  read(): TunnelListState {
    return this.#state;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Loads the first page of a query unless its rows are loaded. What was shown stays until the answer arrives. */
  async show(query: TunnelQuery): Promise<void> {
    const isHere = this.#state.total !== null && !this.#state.isLoading && isSame(this.#query, query);
    if (isHere) return;
    this.#query = query;
    await this.reorder(CHUNK_ROWS);
  }

  /** Refetches the order, at least its first `least` rows if there are as many. */
  async reorder(least: number): Promise<void> {
    this.#set({ isLoading: true, problem: null });
    await this.#run((signal) => this.#loadFirst(least, signal));
  }

  /** Loads the next rows, unless a request is in progress. */
  async loadMore(): Promise<void> {
    if (this.#work !== null || this.#nextCursor === null) return;
    await this.#run((signal) => this.#loadNext(signal));
  }

  /** Updates the figures, and the order unless the list is in use. Does nothing while a request is in progress. */
  async refresh(use: { readonly isInUse: boolean; readonly first: number; readonly last: number }): Promise<void> {
    if (this.#work !== null || this.#query === null) return;
    await this.#run((signal) => (use.isInUse ? this.#patch(use, signal) : this.#loadFirst(CHUNK_ROWS, signal)));
  }

  /** Aborts the current request. */
  stop(): void {
    this.#work?.abort();
    this.#work = null;
  }

  async #run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.#work = abort;
    try {
      await work(abort.signal);
    } catch (error) {
      if (!abort.signal.aborted)
        this.#set({ isLoading: false, problem: problemFrom(error, 'The tunnels could not be loaded') });
    } finally {
      if (this.#work === abort) this.#work = null;
    }
  }

  async #loadFirst(least: number, signal: AbortSignal): Promise<void> {
    const chunks: Chunk[] = [];
    const items: ShownTunnel[] = [];
    let cursor: string | undefined;
    let answer: TunnelChunk;
    do {
      const limit = Math.min(MAX_ROWS, Math.max(CHUNK_ROWS, least - items.length));
      answer = await this.#ask(limit, cursor, signal);
      chunks.push({ start: items.length, size: answer.items.length, cursor });
      items.push(...answer.items);
      cursor = answer.nextCursor ?? undefined;
    } while (cursor !== undefined && items.length < least);
    this.#chunks = chunks;
    this.#nextCursor = answer.nextCursor;
    this.#set({
      rows: withOldReferences(this.#state.rows, withoutRepeats(items)),
      total: answer.total,
      orderedAt: this.#clock(),
      arrived: 0,
      isHeld: false,
      isLoading: false,
      hasMore: answer.nextCursor !== null,
      problem: null,
    });
  }

  async #loadNext(signal: AbortSignal): Promise<void> {
    const cursor = this.#nextCursor ?? undefined;
    const { rows } = this.#state;
    // Larger pages for those who scroll far.
    const answer = await this.#ask(Math.min(MAX_ROWS, Math.max(CHUNK_ROWS, rows.length)), cursor, signal);
    this.#chunks = [...this.#chunks, { start: rows.length, size: answer.items.length, cursor }];
    this.#nextCursor = answer.nextCursor;
    this.#set({
      // A tunnel that has moved down since the order was fetched is returned a second time.
      rows: withoutRepeats([...rows, ...answer.items]),
      hasMore: answer.nextCursor !== null,
      problem: null,
    });
  }

  async #patch(sight: { readonly first: number; readonly last: number }, signal: AbortSignal): Promise<void> {
    const inSight = this.#chunks.filter((chunk) => chunk.start <= sight.last && chunk.start + chunk.size > sight.first);
    const answers = await Promise.all(
      inSight.map((chunk) => this.#ask(Math.max(1, Math.min(MAX_ROWS, chunk.size)), chunk.cursor, signal)),
    );
    const total = answers[0]?.total ?? this.#state.total;
    const fresh = answers.flatMap((answer) => answer.items);
    this.#set({
      rows: withNewNumbers(this.#state.rows, fresh),
      arrived: Math.max(0, (total ?? 0) - (this.#state.total ?? 0)),
      isHeld: true,
      problem: null,
    });
  }

  #ask(limit: number, cursor: string | undefined, signal: AbortSignal): Promise<TunnelChunk> {
    return this.#fetch({ ...(this.#query ?? { sort: 'recent', order: 'desc' }), limit, cursor }, signal);
  }

  #set(changed: Partial<TunnelListState>): void {
    this.#state = { ...this.#state, ...changed };
    for (const listener of this.#listeners) listener();
  }
}

/** The rows in the same order, with the figures of those that are also in `fresh`. */
export function withNewNumbers(rows: readonly ShownTunnel[], fresh: readonly ShownTunnel[]): readonly ShownTunnel[] {
  const byKey = new Map(fresh.map((tunnel) => [tunnelKey(tunnel), tunnel]));
  return rows.map((row) => {
    const next = byKey.get(tunnelKey(row));
    return next === undefined ? row : keepEqual(row, next);
  });
}

function isSame(a: TunnelQuery | null, b: TunnelQuery): boolean {
  return a !== null && a.q === b.q && a.gateway === b.gateway && a.sort === b.sort && a.order === b.order;
}

function withOldReferences(old: readonly ShownTunnel[], next: readonly ShownTunnel[]): readonly ShownTunnel[] {
  const byKey = new Map(old.map((tunnel) => [tunnelKey(tunnel), tunnel]));
  return next.map((tunnel) => keepEqual(byKey.get(tunnelKey(tunnel)), tunnel));
}

function withoutRepeats(rows: readonly ShownTunnel[]): readonly ShownTunnel[] {
  const byKey = new Map<string, ShownTunnel>();
  for (const row of rows) if (!byKey.has(tunnelKey(row))) byKey.set(tunnelKey(row), row);
  return [...byKey.values()];
}
