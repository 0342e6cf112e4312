import { GatewayNames } from '@tunnelwatch/server/core/aggregate/gateway-names';
import { Interner } from '@tunnelwatch/server/core/aggregate/interner';
import type { KindRecord } from '@tunnelwatch/server/core/aggregate/records';
import type { StoreState } from '@tunnelwatch/server/store/store';
import type { Maintenance } from '@tunnelwatch/server/store/sqlite/maintenance/maintenance';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import type { Subject } from '@tunnelwatch/shared/subject';
import { type PlainEvent, SOURCE } from './event-batches.js';
import { partOf } from './event-parts.js';

const SEALING = { leastEvents: 3, mostRows: 16 };
const MERGING = { mostEvents: 16, mostBytes: 1_048_576, leastNewest: 3, mostGapMs: 86_400_000 };

export type Aliases = ReadonlyMap<string, string>;

/** A subject of another gateway. */
export function subjectOf(subject: Subject, gateway: string): Subject {
  return { ...subject, gateway };
}

/** A store into which events come by the names that gateways have at the time, as in a server that is restarted. */
export class NamedStore {
  /** The events by the name that their gateway had when they were stored. */
  readonly events: PlainEvent[] = [];
  names: GatewayNames = new GatewayNames([]);
  reader: SqliteReader;
  state: StoreState;
  private writer: SqliteWriter;
  private upkeep: Maintenance;
  private interner = new Interner({ subjects: [] }, []);
  private kinds: KindRecord[] = [];
  private steps = 0;

  constructor(
    readonly folder: string,
    aliases: Aliases = new Map(),
  ) {
    this.writer = new SqliteWriter(folder, SEALING);
    this.state = this.load(aliases);
    this.upkeep = this.newUpkeep();
    this.reader = new SqliteReader(folder);
  }

  /**
   * @param at when the batch is taken, epoch ms
   * @param nameOf the name of the gateway that a line calls so
   */
  commit(events: readonly PlainEvent[], at: number, nameOf = (name: string) => this.names.of(name)): void {
    const named = events.map((event) => ({
      ...event,
      subject: subjectOf(event.subject, nameOf(event.subject.gateway)),
    }));
    const before = this.kinds.length;
    const records = named.map(({ time, subject, kind, raw }) => ({
      time,
      receivedTime: time + 5,
      subjectId: this.interner.subjectId(subject),
      kindId: this.kindId(kind),
      sourceId: SOURCE.id,
      raw: Buffer.from(raw),
    }));
    const parts = [partOf(records, this.interner.takeNew().subjects, this.kinds.slice(before))];
    this.writer.commit({ parts, sources: [SOURCE], files: [], alerts: [], gateways: [], at });
    this.events.push(...named);
  }

  /** Ends and opens everything anew, with these aliases. The reader may be an old one, that has read names before. */
  restart(aliases: Aliases): void {
    this.writer.close();
    this.writer = new SqliteWriter(this.folder, SEALING);
    this.state = this.load(aliases);
    this.upkeep = this.newUpkeep();
  }

  keepUp(steps: number): void {
    for (let left = steps; left > 0; left--) if (!this.upkeep.step((this.steps += 10_000))) return;
  }

  async close(): Promise<void> {
    await this.reader.close();
    this.writer.close();
  }

  private load(aliases: Aliases): StoreState {
    const state = this.writer.load(Date.now(), aliases);
    this.names = new GatewayNames(state.storedNames ?? [], aliases);
    this.interner = new Interner(state, []);
    this.kinds = [...state.kinds];
    return state;
  }

  private kindId(kind: PlainEvent['kind']): number {
    const known = this.kinds.find(({ id, ...rest }) => JSON.stringify(rest) === JSON.stringify(kind) && id > 0);
    if (known !== undefined) return known.id;
    this.kinds.push({ id: this.kinds.length + 1, ...kind });
    return this.kinds.length;
  }

  private newUpkeep(): Maintenance {
    return this.writer.maintenance({
      retention: { maxAgeMs: null, maxBytes: null },
      mergeLimits: MERGING,
      onRemoved: () => undefined,
      onStorage: () => undefined,
      onUnused: () => undefined,
    });
  }
}
