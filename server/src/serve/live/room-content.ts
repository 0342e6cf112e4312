import { type Namesakes, namesakesAmong } from '@tunnelwatch/shared/namesakes';
import { COUNTED_CLASSES, countedIndex } from '@tunnelwatch/shared/failure-class';
import type { EventFilter } from '@tunnelwatch/shared/api';
import { type Change, ROOM_LIMITS, type View } from '@tunnelwatch/shared/protocol';
import type { ChartWindow } from '@tunnelwatch/shared/series';
import type { Subject } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { WallSettings } from '@tunnelwatch/shared/wall';
import { heatGrid } from '../../core/aggregate/heat-grid.js';
import { ACTIVITY_MS, minuteOf } from '../../core/aggregate/live-model.js';
import { ACTIVITY_MINUTES } from '../../core/aggregate/minute-ring.js';
import type { StepCounts } from '../../core/aggregate/records.js';
import {
  failingTunnels,
  summariseGateway,
  summariseTunnel,
  worstTunnels,
} from '../../core/aggregate/tunnel-summary.js';
import type { Catalogue } from '../../core/classify/catalogue.js';
import { describeEvent } from '../../core/classify/describe-event.js';
import type { LiveStore } from '../../store/queries.js';
import { namedTunnel, shownWindow } from '../../core/inventory/shown.js';
import { AlertsPart } from './parts/alerts-part.js';
import { BucketsPart } from './parts/buckets-part.js';
import { DayEarlierPart } from './parts/day-earlier-part.js';
import { EventsPart } from './parts/events-part.js';
import { HeatPart } from './parts/heat-part.js';
import { NewestPart } from './parts/newest-part.js';
import { SourcesPart } from './parts/sources-part.js';
import { SteadyPart, TickingPart } from './parts/ticking-part.js';
import type { Part } from './part.js';
import { wallChange, WallScope } from './wall-scope.js';
import type { World } from './world.js';

export interface ContentSources {
  world: World;
  reader: Pick<LiveStore, 'classBuckets' | 'listEvents'>;
  catalogue: Catalogue;
  onError: (error: unknown) => void;
  requestFlush: () => void;
  /** The settings of a wall; undefined if there is none of that number. */
  wallOf: (id: number) => WallSettings | undefined;
}

/** The content of a view, as the parts of its room. */
export function partsOf(view: View, sources: ContentSources): Part[] {
  const { world } = sources;
  switch (view.view) {
    case 'status':
      return [new TickingPart((now) => ({ kind: 'status', status: world.status(now) }))];
    case 'overview':
      return [...bucketsAndWorst(view.window, sources), gateways(world), alerts(world)];
    case 'wall':
      return view.wall === undefined
        ? [buckets('1h', {}, () => true, sources), ...wallParts(new WallScope(), sources)]
        : namedWall(view.wall, sources);
    case 'tunnel':
      return tunnelParts(view, sources);
    case 'alerts':
      return [alerts(world), new SteadyPart(() => world.presence.change()), new SteadyPart(() => windows(world))];
    case 'events':
      return [eventsPart(view, sources)];
    case 'cluster':
      return [new TickingPart(() => cluster(world))];
    case 'sources':
      return [new SourcesPart(() => world.sources.values()), gateways(world), namesakes(world)];
  }
}

/** What every wall shows of its gateways. */
function wallParts(scope: WallScope, sources: ContentSources): Part[] {
  const { world } = sources;
  return [
    new TickingPart(() => failing(world, scope)),
    dayEarlier(scope, sources),
    gateways(world, scope),
    alerts(world, scope),
    new HeatPart(() => heatGrid(world.model, world.referenceTime(), ROOM_LIMITS.heatCells, scope.includes)),
  ];
}

/** A wall that an admin made. Its rates come from the minutes in memory: the store counts one gateway, or all of them. */
function namedWall(id: number, sources: ContentSources): Part[] {
  const { world, wallOf } = sources;
  const settings = wallOf(id);
  const scope = new WallScope(settings?.gateways);
  const about = new TickingPart(() => wallChange(world, wallOf(id), scope));
  if (settings === undefined) return [about];
  return [about, new TickingPart(() => minutes(world, scope)), ...wallParts(scope, sources)];
}

/** Failures of some gateways in the last hour, by minute. */
function minutes(world: World, scope: WallScope): Change {
  const last = minuteOf(world.referenceTime());
  const to = (last + 1) * MINUTE_MS;
  const from = to - ACTIVITY_MS;
  const counts = Array.from({ length: ACTIVITY_MINUTES }, () => new Array<number>(COUNTED_CLASSES.length).fill(0));
  for (const { gateway, activity } of world.model.gateways.values()) {
    if (!scope.includes(gateway)) continue;
    for (const classIndex of COUNTED_CLASSES.keys()) {
      for (const [at, count] of activity.spark(classIndex, last, ACTIVITY_MINUTES).entries()) {
        const minute = counts[at];
        if (minute !== undefined) minute[classIndex] = (minute[classIndex] ?? 0) + count;
      }
    }
  }
  const buckets = counts
    .map((n, at) => ({ t: from + at * MINUTE_MS, n }))
    .filter(({ n }) => n.some((count) => count > 0));
  return { kind: 'buckets', from, to, stepMs: MINUTE_MS, buckets };
}

function bucketsAndWorst(window: ChartWindow, sources: ContentSources): Part[] {
  return [
    buckets(window, {}, () => true, sources),
    new TickingPart(() => worst('replay', sources.world)),
    new TickingPart(() => worst('integrity', sources.world)),
  ];
}

function buckets(
  window: ChartWindow,
  filter: EventFilter,
  includes: (subject: Subject) => boolean,
  { world, reader, onError }: ContentSources,
): Part {
  return new BucketsPart({
    reader,
    window,
    filter,
    includes,
    subjectOf: (id) => world.model.subject(id),
    classIndexOf: (kindId) => world.model.classIndexOfKind(kindId),
    referenceTime: () => world.referenceTime(),
    onError,
  });
}

function worst(failureClass: 'replay' | 'integrity', world: World): Change {
  const referenceTime = world.referenceTime();
  return {
    kind: 'worst',
    class: failureClass,
    sparkTo: (Math.floor(referenceTime / MINUTE_MS) + 1) * MINUTE_MS,
    sparkStepMs: MINUTE_MS,
    rows: worstTunnels(world.model, COUNTED_CLASSES.indexOf(failureClass), referenceTime, ROOM_LIMITS.worst).map(
      (row) => namedTunnel(row, world.inventory.names),
    ),
  };
}

function failing(world: World, scope: WallScope): Change {
  const referenceTime = world.referenceTime();
  return {
    kind: 'failing',
    sparkTo: (Math.floor(referenceTime / MINUTE_MS) + 1) * MINUTE_MS,
    sparkStepMs: MINUTE_MS,
    rows: failingTunnels(world.model, referenceTime, ROOM_LIMITS.failing, scope.includes).map((row) =>
      namedTunnel(row, world.inventory.names),
    ),
  };
}

function dayEarlier(scope: WallScope, { world, reader, onError }: ContentSources): Part {
  return new DayEarlierPart({
    reader,
    gateways: () => (scope.isAll ? null : [...world.model.gateways.keys()].filter(scope.includes)),
    tunnels: () => failingTunnels(world.model, world.referenceTime(), ROOM_LIMITS.failing, scope.includes),
    referenceTime: () => world.referenceTime(),
    onError,
  });
}

function gateways(world: World, scope = new WallScope()): Part {
  return new TickingPart(() => {
    const all = [...world.model.gateways.values()].filter(({ gateway }) => scope.includes(gateway));
    const shown = all.slice(0, ROOM_LIMITS.gateways);
    return {
      kind: 'gateways',
      gateways: shown.map((entry) => summariseGateway(entry, world.gatewayLife(entry.gateway), world.referenceTime())),
      notShown: all.length - shown.length,
    };
  });
}

/** Whoever may publish on the NATS servers can make up any number of members. */
function cluster({ cluster: seen }: World): Change {
  if (seen === null) return { kind: 'cluster', seen };
  const { nodes, collectors } = seen.status;
  const shown = { nodes: nodes.slice(0, ROOM_LIMITS.members), collectors: collectors.slice(0, ROOM_LIMITS.members) };
  const notShown = nodes.length + collectors.length - shown.nodes.length - shown.collectors.length;
  return { kind: 'cluster', seen: { status: { ...seen.status, ...shown }, at: seen.at, notShown } };
}

const NAMESAKES_EVERY_MS = 10_000;

function namesakes(world: World): Part {
  let groups: Namesakes[] = [];
  let comparedAt = Number.NEGATIVE_INFINITY;
  return new TickingPart((now) => {
    // Twenty thousand names take a tenth of a second, and who looks for a namesake does not wait for it.
    if (Math.abs(now - comparedAt) >= NAMESAKES_EVERY_MS) {
      groups = namesakesAmong(world.model.gateways.keys());
      comparedAt = now;
    }
    const shown = groups.slice(0, ROOM_LIMITS.namesakes);
    return { kind: 'namesakes', groups: shown.map(withFewNames), notShown: groups.length - shown.length };
  });
}

/** A sender may make up any number of domains. */
function withFewNames(namesakes: Namesakes): Namesakes {
  return { ...namesakes, others: namesakes.others.slice(0, ROOM_LIMITS.namesakes) };
}

function alerts(world: World, scope = new WallScope()): Part {
  return new AlertsPart(
    () => [...world.alerts.values()].filter(scope.concerns),
    () => world.alarming.flood?.firstOut ?? null,
    world.inventory,
  );
}

function windows({ alarming, inventory }: World): Change {
  return { kind: 'windows', windows: alarming.windows.map((window) => shownWindow(window, inventory.names)) };
}

function tunnelParts(view: Extract<View, { view: 'tunnel' }>, sources: ContentSources): Part[] {
  const { gateway, matchkey, window } = view;
  const { world, reader, catalogue, onError, requestFlush } = sources;
  const isOwn = (subject: Subject | undefined) =>
    subject?.kind === 'tunnel' && subject.gateway === gateway && subject.matchkey === matchkey;
  return [
    buckets(window, { gateway, matchkey }, isOwn, sources),
    new TickingPart(() => {
      const entry = world.model.tunnel(gateway, matchkey);
      if (entry === undefined) return { kind: 'tunnel', tunnel: null };
      const tunnel = summariseTunnel(entry, world.referenceTime());
      return { kind: 'tunnel', tunnel: namedTunnel(tunnel, world.inventory.names) };
    }),
    new NewestPart({
      gateway,
      matchkey,
      onError,
      requestFlush,
      readNewest: async (limit) => {
        const page = await reader.listEvents({ gateway, matchkey }, limit, undefined);
        return page.events.map((stored) => describeEvent(stored, catalogue));
      },
      countIn: ({ step }) => countIn(step.counts, (subject) => isOwn(subject), world),
      countRemovedIn: ({ step }) =>
        step.removed === undefined ? 0 : countIn(step.removed.counts, (subject) => isOwn(subject), world),
    }),
  ];
}

function eventsPart(view: Extract<View, { view: 'events' }>, { world, reader, catalogue }: ContentSources): Part {
  const { gateway, class: failureClass, messageId } = view;
  const filter = {
    ...(gateway === undefined ? {} : { gateway }),
    ...(failureClass === undefined ? {} : { class: failureClass }),
    ...(messageId === undefined ? {} : { messageId }),
  };
  const fitsGateway = (name: string): boolean => gateway === undefined || name === gateway;
  const fitsKind = (kindId: number): boolean =>
    (failureClass === undefined || world.model.classIndexOfKind(kindId) === countedIndex(failureClass)) &&
    (messageId === undefined || world.model.messageIdOfKind(kindId) === messageId);
  return new EventsPart({
    filter,
    inventory: world.inventory,
    readNewest: async (asked, limit) => {
      const page = await reader.listEvents(asked, limit, undefined);
      return page.events.map((stored) => describeEvent(stored, catalogue));
    },
    countIn: ({ step }) =>
      countIn(step.counts, (subject, kindId) => fitsKind(kindId) && fitsGateway(subject.gateway), world),
    countAll: () => world.model.countEvents({ ...(gateway === undefined ? {} : { gateway }), fits: fitsKind }),
  });
}

/** Events among counts that match by subject and kind. */
function countIn(
  { subjectIds, kindIds, counts }: StepCounts,
  fits: (subject: Subject, kindId: number) => boolean,
  { model }: World,
): number {
  let total = 0;
  for (let at = 0; at < counts.length; at++) {
    const subject = model.subject(subjectIds[at] ?? 0);
    if (subject !== undefined && fits(subject, kindIds[at] ?? 0)) total += counts[at] ?? 0;
  }
  return total;
}
