import type { LineTemplate } from '../../core/decode/template/template-tree.js';
import { EventColumns } from '../../core/events/event-columns.js';
import type { EventPart } from '../../core/events/event-part.js';
import { sentError } from '../../threads/protocol.js';
import { serveThread } from '../../threads/serve-thread.js';
import { DirectWriter, type UpkeepListener } from './direct-writer.js';
import type { SentPart, WriterProtocol } from './writer-protocol.js';

/** Restores parts from what was sent and the columns in shared memory. */
class PartOpener {
  private readonly columns = new Map<number, EventColumns>();
  private shapes: LineTemplate[] = [];

  addColumns(number: number, capacity: number, memory: SharedArrayBuffer): void {
    this.columns.set(number, new EventColumns(capacity, memory));
  }

  open({ columns: number, count, valueCount, raws, rawLengths, ...rest }: SentPart): EventPart {
    const columns = this.columns.get(number);
    if (columns === undefined) throw new Error(`unknown columns ${String(number)}`);
    columns.count = count;
    columns.valueCount = valueCount;
    columns.raws = [];
    let at = 0;
    for (const length of rawLengths) {
      columns.raws.push(Buffer.from(raws.buffer, raws.byteOffset + at, length));
      at += length;
    }
    if (rest.isNewList) this.shapes = [];
    for (const shape of rest.shapes) this.shapes.push(shape);
    return {
      columns,
      shapes: this.shapes,
      words: rest.wordCount === 0 ? [] : rest.words.split('\n'),
      subjects: rest.subjects,
      kinds: rest.kinds,
    };
  }
}

/** Entry of the writer's thread: it encodes, compresses and writes while another thread reads and decodes. */
serveThread<WriterProtocol>(({ data, notify }) => {
  const parts = new PartOpener();
  const onRefused = (error: Error | undefined) => {
    notify('refused', error === undefined ? null : sentError(error));
  };
  const listener: UpkeepListener = {
    retention: data.retention,
    onRemoved: (removal) => {
      notify('removed', removal);
    },
    onStorage: (storage) => {
      notify('storage', storage);
    },
    onUnused: (unused) => {
      notify('unused', unused);
    },
    onFailure: (error) => {
      notify('upkeepFailed', sentError(error));
    },
  };
  const writer = new DirectWriter(data.dataDirectory, onRefused, listener, data.auditKey);
  return {
    calls: {
      load: (aliases) => writer.load(aliases),
      commit: (rest) => writer.commit({ parts: [], ...rest }),
    },
    notices: {
      columns: (number, capacity, memory) => {
        parts.addColumns(number, capacity, memory);
      },
      part: (part) => {
        writer.add(parts.open(part), () => {
          notify('free', part.columns);
        });
      },
      inventory: (changes) => {
        writer.addInventory(changes);
      },
    },
    close: () => writer.close(),
  };
});
