import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import type { SwitchOver } from '@tunnelwatch/shared/tunnel';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import {
  type MemberTurns,
  noTurns,
  type Successor,
  takeTurn,
  type TurnSettings,
  turnSettingsOf,
} from './member-turns.js';
import { unknownTraffic, type UsualTraffic } from './usual-traffic.js';
import { OffsetSamples, type ZoneOffset } from './zone-offset.js';

/** Signs of life of a gateway, which its counted events do not show. Stored with the events of the same commit. */
export interface GatewayRecord {
  gateway: string;
  /** The domain that was left out of its name; null when none was. */
  domain: string | null;
  /** HA members seen, such as Master and Slave. */
  members: string[];
  /** Which of them logs, and when that changed. */
  turns: MemberTurns;
  /** When its first line arrived, epoch ms; 0 where that is not known any more. */
  firstArrival: number;
  /** When its newest line of any kind arrived, epoch ms. */
  lastArrival: number;
  /** When its newest line from a followed source arrived, epoch ms; null when it appeared only in files read once. */
  lastLive: number | null;
  /** The source that it came from; null like `lastLive`. */
  sourceId: number | null;
  /** Median of its newest clock differences, gateway's time minus receiver's, ms; null without a live line with both. */
  skewMs: number | null;
  /** Found in its live lines; null while their stamps are right, or nothing is known. */
  zoneOffset: ZoneOffset | null;
  usual: UsualTraffic;
}

/** Newest differences, one per second, for the median: half a minute outlasts a burst of delayed lines. */
const SKEW_SAMPLES = 31;
/** Maximum number of members of a gateway; more names than this are made up. */
const MAX_MEMBERS = 16;
/** And of gateways: a sender may write any name into a line. */
const MAX_GATEWAYS = 20_000;

/** Of those in memory, one that has logged for less than an hour gives way to a new one when it is unheard for so long … */
const NEWCOMER_LEAVES_MS = 10 * MINUTE_MS;
/** … and any other one after this. */
const LEAVES_MS = 30 * DAY_MS;
/** While nobody may leave, it is asked again after this. */
const ASK_AGAIN_MS = 1000;

/** A gateway is new for so long: an alert about it stands behind those of known ones. */
const NEW_FOR_MS = HOUR_MS;
/** New SAs within so much of a switch-over are counted into it, ms. */
const NEAR_MS = MINUTE_MS;

/** A gateway as others see it: the same object as long as the gateway is known. */
export interface GatewayLife {
  readonly record: GatewayRecord;
  /** Lines from followed sources since the start. */
  readonly liveLines: number;
}

interface Life extends GatewayLife {
  liveLines: number;
  newestSkew: number | undefined;
  skews: number[];
  /** For the zone that its stamps are read in now. */
  offsets: { zone: string; samples: OffsetSamples } | undefined;
  /** A member that may take over. */
  successor: Successor | undefined;
  /** New SAs of its tunnels of the last minutes. */
  newSas: { at: number; count: number }[];
  isChanged: boolean;
}

/** The signs of life of all gateways. */
export class GatewayLives {
  private readonly lives = new Map<string, Life>();
  /** The same in the order in which they appeared. */
  private readonly list: Life[] = [];
  /** Those with a new clock difference. */
  private skewed: Life[] = [];
  private changed: Life[] = [];
  /** Increases whenever a gateway appears in another source than before. */
  moves = 0;
  /** The gateway of the last line, and mostly of the next. */
  private last: Life | undefined;
  /** Those that may leave, the longest unheard last, and when that was found. */
  private leaving: Life[] = [];
  private leavingAt = Number.NEGATIVE_INFINITY;
  private gone: string[] = [];
  /** Hears of each that leaves. @param at epoch ms */
  onLeave: (record: GatewayRecord, at: number) => void = () => undefined;

  constructor(
    stored: readonly GatewayRecord[],
    private readonly turnSettings: TurnSettings = turnSettingsOf(USUAL_DIAGNOSIS),
  ) {
    for (const record of stored) this.enter(lifeOf(record));
  }

  /**
   * Records a line as a sign of life. It runs for every line, so an object for each would be garbage.
   * @param at its arrival, epoch ms
   * @param sourceId the followed source; null when the line is from a file that is read once
   * @param skewMs gateway's time minus receiver's; undefined when the line does not show it, or is not current
   */
  note(
    gateway: string,
    member: string | undefined,
    at: number,
    sourceId: number | null,
    skewMs: number | undefined,
  ): void {
    if (this.last?.record.gateway !== gateway) this.last = this.lives.get(gateway) ?? this.add(gateway, at);
    const life = this.last;
    if (life === undefined) return;
    const { record } = life;
    record.lastArrival = at;
    if (sourceId !== null) {
      record.lastLive = at;
      if (record.sourceId !== sourceId) {
        record.sourceId = sourceId;
        this.moves += 1;
      }
      life.liveLines += 1;
      if (skewMs !== undefined) {
        if (life.newestSkew === undefined) this.skewed.push(life);
        life.newestSkew = skewMs;
      }
    }
    if (member !== undefined && !record.members.includes(member) && record.members.length < MAX_MEMBERS) {
      record.members.push(member);
    }
    this.markChanged(life);
  }

  /** Whether a gateway is known by its signs of life. */
  has(gateway: string): boolean {
    return this.lives.has(gateway);
  }

  /** Whether a gateway has logged for less than an hour: its name may be made up. @param at epoch ms */
  isNew(gateway: string, at: number): boolean {
    const firstArrival = this.lives.get(gateway)?.record.firstArrival;
    return firstArrival === undefined || at - firstArrival < NEW_FOR_MS;
  }

  /** Records the domain that was left out of the name of the last recorded line's gateway. */
  noteDomain(domain: string | null): void {
    const life = this.last;
    if (life === undefined || life.record.domain === domain) return;
    life.record.domain = domain;
    this.markChanged(life);
  }

  /** Records which member logged an event of the last recorded line's gateway; `at` is epoch ms. */
  noteEvent(member: string, at: number): void {
    const life = this.last;
    if (life === undefined) return;
    const { turns } = life.record;
    const before = turns.switchOvers.at(-1);
    life.successor = takeTurn(turns, life.successor, { member, at }, this.turnSettings);
    const switched = turns.switchOvers.at(-1);
    if (switched === undefined || switched === before) return;
    for (const found of life.newSas) countNewSas(switched, found);
  }

  /**
   * Records by how much the stamp of the last recorded line's gateway differs from its arrival; for live lines only.
   * @param offsetMs stamp as it was read minus arrival, ms
   * @param zone the zone that it was read in
   * @param at arrival, epoch ms
   */
  noteOffset(offsetMs: number, zone: string, at: number): void {
    const life = this.last;
    if (life === undefined) return;
    if (life.offsets?.zone !== zone) {
      life.offsets = { zone, samples: new OffsetSamples() };
      // What was found in another zone ends with the setting that named it.
      if (life.record.zoneOffset !== null && life.record.zoneOffset.zone !== zone) life.record.zoneOffset = null;
    }
    const { samples } = life.offsets;
    if (!samples.isDue(at)) return;
    samples.add(at, offsetMs);
    const found = samples.finding();
    const known = life.record.zoneOffset?.offsetMs ?? 0;
    if (found === undefined || found === known) return;
    life.record.zoneOffset = found === 0 ? null : { zone, offsetMs: found, since: at };
    this.markChanged(life);
  }

  /** By how much a gateway's stamps are off because they are read in this zone, ms; 0 when they are not. */
  zoneOffsetOf(gateway: string, zone: string): number {
    const life = this.last?.record.gateway === gateway ? this.last : this.lives.get(gateway);
    const offset = life?.record.zoneOffset ?? null;
    return offset === null || offset.zone !== zone ? 0 : offset.offsetMs;
  }

  /** Records tunnels of a gateway on which a new SA was seen, `at` epoch ms. */
  noteNewSas(gateway: string, count: number, at: number): void {
    const life = this.lives.get(gateway);
    if (life === undefined) return;
    const { newSas, record } = life;
    newSas.push({ at, count });
    while ((newSas[0]?.at ?? at) < at - 2 * NEAR_MS) newSas.shift();
    const switched = record.turns.switchOvers.at(-1);
    if (switched !== undefined && countNewSas(switched, { at, count })) this.markChanged(life);
  }

  private markChanged(life: Life): void {
    if (life.isChanged) return;
    life.isChanged = true;
    this.changed.push(life);
  }

  /** Smooths the clock differences; call it about once a second. Returns the gateways with a new one. */
  smoothSkews(): Set<string> {
    const fresh = new Set<string>();
    for (const life of this.skewed) {
      if (life.newestSkew === undefined) continue;
      life.skews.push(life.newestSkew);
      if (life.skews.length > SKEW_SAMPLES) life.skews.shift();
      life.newestSkew = undefined;
      life.record.skewMs = median(life.skews);
      fresh.add(life.record.gateway);
    }
    if (this.skewed.length > 0) this.skewed = [];
    return fresh;
  }

  /** All gateways, in the order in which they appeared, with the number of lines from followed sources since the start. */
  all(): readonly GatewayLife[] {
    return this.list;
  }

  /** The records that changed since `takeChanges` was last called. */
  changedRecords(): GatewayRecord[] {
    return this.changed.map(({ record }) => record);
  }

  /** Copies of the records that changed since the last call. */
  takeChanges(): GatewayRecord[] {
    const records = this.changed
      .filter((life) => this.lives.get(life.record.gateway) === life)
      .map((life) => {
        life.isChanged = false;
        return structuredClone(life.record);
      });
    this.changed = [];
    return records;
  }

  /** The gateways that have left since the last call, and have not returned. */
  takeGone(): string[] {
    const gone = this.gone.filter((gateway) => !this.lives.has(gateway));
    this.gone = [];
    return gone;
  }

  private add(gateway: string, at: number): Life | undefined {
    if (this.lives.size >= MAX_GATEWAYS && !this.makeRoom(at)) return undefined;
    const life = lifeOf({
      gateway,
      domain: null,
      members: [],
      turns: noTurns(),
      firstArrival: at,
      lastArrival: at,
      lastLive: null,
      sourceId: null,
      skewMs: null,
      zoneOffset: null,
      usual: unknownTraffic(),
    });
    this.enter(life);
    return life;
  }

  /** Lets go of the longest unheard gateway that may leave; false when none may. */
  private makeRoom(at: number): boolean {
    if (this.leaving.length === 0 && at - this.leavingAt >= ASK_AGAIN_MS) {
      this.leavingAt = at;
      this.leaving = this.list
        .filter(({ record }) => mayLeave(record, at))
        .sort((a, b) => b.record.lastArrival - a.record.lastArrival || (a.record.gateway < b.record.gateway ? 1 : -1));
    }
    for (let life = this.leaving.pop(); life !== undefined; life = this.leaving.pop()) {
      if (!mayLeave(life.record, at)) continue;
      this.lives.delete(life.record.gateway);
      this.list.splice(this.list.indexOf(life), 1);
      this.gone.push(life.record.gateway);
      this.moves += 1;
      this.onLeave(life.record, at);
      return true;
    }
    return false;
  }

  private enter(life: Life): void {
    const { gateway } = life.record;
    this.lives.set(gateway, life);
    this.list.push(life);
  }
}

function lifeOf(record: GatewayRecord): Life {
  return {
    record,
    liveLines: 0,
    newestSkew: undefined,
    skews: [],
    offsets: undefined,
    successor: undefined,
    newSas: [],
    isChanged: false,
  };
}

/** Whether a gateway gives way to a new one: never one that was known before and is heard. */
function mayLeave({ firstArrival, lastArrival }: GatewayRecord, at: number): boolean {
  const isNewcomer = lastArrival - firstArrival < NEW_FOR_MS;
  return at - lastArrival >= (isNewcomer ? NEWCOMER_LEAVES_MS : LEAVES_MS);
}

/** Attributes new SAs to a nearby switch-over; false if there is none. */
function countNewSas(switched: SwitchOver, { at, count }: { at: number; count: number }): boolean {
  if (Math.abs(at - switched.at) > NEAR_MS) return false;
  switched.newSas += count;
  return true;
}

/** The median; of an even number the lower of the two in the middle, so that it is a measured value. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
