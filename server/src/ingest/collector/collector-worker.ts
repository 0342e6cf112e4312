import type { InputStream, StreamState } from '../../cluster/stream/input-stream.js';
import { openClusterStream } from '../../cluster/open-stream.js';
import type { StoreError } from '../../store/store.js';
import { SpoolReader } from '../../store/sqlite/spool-table.js';
import { ThreadedWriter } from '../../store/writer/threaded-writer.js';
import { serveThread } from '../../threads/serve-thread.js';
import { CollectorLoop } from './collector-loop.js';
import type { CollectorProtocol } from './collector-protocol.js';

/** A collector stores no events: there is nothing to remove. */
const KEEP_ALL = { maxAgeMs: null, maxBytes: null };

/** Entry of a collector's thread. What breaks here ends it, and the main thread ends the program with the reason. */
serveThread<CollectorProtocol>(async ({ data, notify, fail }) => {
  let setStoreError: (error: StoreError | undefined) => void = () => undefined;
  const store = new ThreadedWriter(
    data.dataDirectory,
    (error) => {
      setStoreError(error);
    },
    {
      retention: KEEP_ALL,
      onRemoved: () => undefined,
      onStorage: () => undefined,
      onUnused: () => undefined,
      onFailure: ({ message }) => {
        notify('warning', `maintenance of the spool failed, retrying in a minute: ${message}`);
      },
    },
  );
  const state = await store.load();
  const spooled = new SpoolReader(data.dataDirectory);
  const opening = new AbortController();
  const loop = new CollectorLoop(store, state, {
    collector: data.cluster.member,
    version: data.version,
    spoolBytes: data.cluster.spoolBytes,
    groups: data.groups,
    listeners: data.listeners,
    syslog: data.syslog,
    maxLineBytes: data.maxLineBytes,
    pollMs: data.pollMs,
    clock: Date.now,
    openStream: (onState: (state: StreamState) => void): Promise<InputStream> =>
      openClusterStream(data.cluster, onState, opening.signal),
    readSpooled: (number) => spooled.read(number),
    notify,
  });
  setStoreError = (error) => {
    loop.setStoreError(error);
  };
  const running = loop.run().finally(() => {
    spooled.close();
  });
  running.catch(fail);
  notify('ready');
  return {
    calls: {},
    notices: {},
    close: () => {
      opening.abort();
      loop.stop();
      return running;
    },
  };
});
