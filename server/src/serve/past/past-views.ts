import type { PastAnswer } from '@tunnelwatch/shared/past';
import type { View } from '@tunnelwatch/shared/protocol';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { WallSettings } from '@tunnelwatch/shared/wall';
import type { Catalogue } from '../../core/classify/catalogue.js';
import { partsOf } from '../live/room-content.js';
import type { ReadableStore } from '../../store/queries.js';
import { PastWorld, type PastWorldOptions } from './past-world.js';

/** Worlds kept at a time: one for each of two simultaneous users of the time machine. */
const MAX_WORLDS = 2;
/** A world goes on by so much at the most, milliseconds; beyond, it is quicker to read one anew. */
const MAX_ADVANCE_MS = 10 * MINUTE_MS;

export interface PastViewsOptions {
  reader: ReadableStore;
  catalogue: Catalogue;
  world: PastWorldOptions;
}

/**
 * Shows past views. Queries are answered one after the other: they share a world, which advances from one to the
 * next during playback.
 */
export class PastViews {
  /** The most recently used one is the last. */
  private worlds: PastWorld[] = [];
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PastViewsOptions) {}

  /** A view as it was at a time, epoch ms. @param wall the settings of the wall that is asked for */
  view(view: View, at: number, wall?: WallSettings): Promise<PastAnswer> {
    const answer = this.last.then(() => this.answer(view, at, wall));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async answer(view: View, at: number, wall: WallSettings | undefined): Promise<PastAnswer> {
    const { catalogue } = this.options;
    const world = await this.worldAt(at);
    const reader = this.readerAt(world);
    await readLastTimes(world, view, reader);
    const parts = partsOf(view, {
      world,
      reader,
      catalogue,
      onError: raise,
      requestFlush: nothing,
      wallOf: () => wall,
    });
    await Promise.all(parts.map((part) => part.start()));
    const changes = parts.flatMap((part) => part.snapshot(at));
    const range = await this.options.reader.pastRange();
    return {
      at,
      recordedAt: world.recordedAt,
      recordBegins: range?.from ?? null,
      wasRunning: world.wasRunning,
      changes,
    };
  }

  private async worldAt(at: number): Promise<PastWorld> {
    const { reader, world: options } = this.options;
    const near = this.worlds
      .filter((world) => world.at <= at && at - world.at <= MAX_ADVANCE_MS)
      .sort((a, b) => b.at - a.at)[0];
    // One that fails while advancing must not be shown any more.
    this.worlds = this.worlds.filter((world) => world !== near);
    const world = near ?? (await PastWorld.open(reader, at, options));
    if (world.at < at) await world.advance(reader, at);
    this.worlds = [...this.worlds, world].slice(-MAX_WORLDS);
    return world;
  }

  /** The store as it was: later data is left out of every answer. */
  private readerAt({ at, seq }: PastWorld): Pick<ReadableStore, 'classBuckets' | 'listEvents'> {
    const { reader } = this.options;
    const asOf = { at, seq };
    return {
      classBuckets: (filter, ...rest) => reader.classBuckets({ ...filter, asOf }, ...rest),
      listEvents: (filter, ...rest) => reader.listEvents({ ...filter, asOf }, ...rest),
    };
  }
}

/**
 * The totals of a past moment do not tell when a subject that has continued since was last seen; for those that are shown
 * with it the store is queried.
 */
async function readLastTimes(
  { model }: PastWorld,
  view: View,
  reader: Pick<ReadableStore, 'listEvents'>,
): Promise<void> {
  if (view.view === 'tunnel') {
    const { gateway, matchkey } = view;
    const tunnel = model.tunnel(gateway, matchkey);
    const [newest] = (await reader.listEvents({ gateway, matchkey }, 1, undefined)).events;
    if (tunnel !== undefined && newest !== undefined) tunnel.activity.lastTime = newest.time;
  }
  if (view.view !== 'overview' && view.view !== 'wall') return;
  for (const { gateway, activity } of model.gateways.values()) {
    const [newest] = (await reader.listEvents({ gateway }, 1, undefined)).events;
    if (newest !== undefined) activity.lastTime = newest.time;
  }
}

function raise(error: unknown): never {
  throw error;
}

function nothing(): void {
  // A past moment does not change.
}
