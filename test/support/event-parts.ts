import { KnownTemplates } from '@tunnelwatch/server/core/decode/template/known-templates';
import type { KindRecord, SubjectRecord } from '@tunnelwatch/server/core/aggregate/records';
import { EventColumns } from '@tunnelwatch/server/core/events/event-columns';
import { addRecord, type EventRecord, recordsOf } from '@tunnelwatch/server/core/events/event-record';
import type { Batch, StoreState, WritableStore } from '@tunnelwatch/server/store/store';
import type { EventPart } from '@tunnelwatch/server/core/events/event-part';
import { TextPool } from '@tunnelwatch/server/core/events/text-pool';

const pool = new TextPool();

/** Events as the pipeline hands them over: in columns, their lines as shapes and values where they have any. */
export function partOf(
  events: readonly EventRecord[],
  subjects: SubjectRecord[] = [],
  kinds: KindRecord[] = [],
): EventPart {
  const known = new KnownTemplates(pool.intern);
  const columns = new EventColumns(events.length);
  for (const event of events) {
    addRecord(columns, event);
    const shape = known.learn(event.raw, 0, event.raw.length);
    if (shape === undefined || !columns.hasRoom) columns.addRaw(event.raw);
    else columns.addShaped(shape, known.values);
  }
  return { columns, shapes: known.all, words: pool.take(), subjects, kinds };
}

/** All events of a batch as rows. */
export function eventsOf({ parts }: Pick<Batch, 'parts'>): EventRecord[] {
  return parts.flatMap((part) => recordsOf(part));
}

/** A batch in which events stand as rows, and what they are the first to name: by this, batches can be compared. */
export function plainBatch({ parts, ...rest }: Batch) {
  const subjects = parts.flatMap((part) => part.subjects);
  const kinds = parts.flatMap((part) => part.kinds);
  return { ...rest, subjects, kinds, events: eventsOf({ parts }) };
}

/** The same without the one count that says which way lines were decoded. */
export function withoutPath({ sources, ...batch }: ReturnType<typeof plainBatch>) {
  return {
    ...batch,
    sources: sources.map(({ counts, ...rest }) => ({
      ...rest,
      counts: { ...counts, slow: 0, timeUnknown: 0, gatewayUnknown: 0 },
    })),
  };
}

/** A state of a store that holds nothing. */
export const EMPTY_STATE: StoreState = {
  step: 0,
  lastSeq: 0,
  subjects: [],
  kinds: [],
  sources: [],
  files: [],
  alerts: [],
  lastAlertId: 0,
  gateways: [],
};

/** A store that tells what it is given instead of keeping it. */
export function tellingStore(onCommit: (batch: Batch) => void): WritableStore {
  let handedOver: EventPart[] = [];
  let step = 0;
  return {
    load: () => Promise.resolve(EMPTY_STATE),
    columns: () => new EventColumns(4096),
    add: (part) => {
      handedOver.push(part);
    },
    addInventory: () => undefined,
    commit: ({ parts, ...rest }) => {
      const all = [...handedOver, ...parts];
      handedOver = [];
      onCommit({ parts: all, ...rest });
      return Promise.resolve({ step: ++step, firstSeq: 1, count: eventsOf({ parts: all }).length });
    },
    ready: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
