import { loadCatalogue } from '../config/load-catalogue.js';
import type { UnusedNames } from '../core/aggregate/records.js';
import { isDamage, type StoreError } from '../store/store.js';
import type { UpkeepListener } from '../store/writer/direct-writer.js';
import { SubjectReader } from '../store/sqlite/subject-reader.js';
import { ThreadedWriter } from '../store/writer/threaded-writer.js';
import { serveThread } from '../threads/serve-thread.js';
import { removalStep } from './batch/removal-step.js';
import type { ClusterSettings } from '../config/settings.js';
import type { IngestLoop } from './ingest-loop.js';
import type { IngestOptions } from './ingest-options.js';
import type { IngestData, IngestProtocol } from './ingest-protocol.js';
import type { ReplicaLoop } from './replica/replica-loop.js';

/** Entry of the ingest thread. What breaks here ends it, and the main thread ends the program with the reason. */
serveThread<IngestProtocol>(async ({ data, notify, fail }) => {
  const loaded = loadCatalogue(data.catalogueFile);
  if (!loaded.ok) throw new Error(loaded.errors.map((error) => error.message).join('; '));
  let setStoreError: (error: StoreError | undefined) => void = () => undefined;
  // The writer goes on only once it is answered, so what it finds before the loop exists is kept for it.
  const found: UnusedNames[] = [];
  let forgetNames: UpkeepListener['onUnused'] = (unused) => {
    found.push(unused);
  };
  const onRefused = (error: StoreError | undefined) => {
    setStoreError(error);
  };
  const listener: UpkeepListener = {
    retention: data.retention,
    onRemoved: (removal) => {
      if (data.isWatched) notify('step', removalStep(removal));
    },
    onStorage: (storage) => {
      notify('storage', storage);
    },
    onUnused: (unused) => {
      forgetNames(unused);
    },
    onFailure: ({ code, message }) => {
      notify('warning', `store maintenance failed, retrying in a minute: ${message}`);
      if (isDamage(code)) notify('damage', { question: 'upkeep', reason: message });
    },
  };
  const store = new ThreadedWriter(data.dataDirectory, onRefused, listener, data.auditKey);
  const shared = {
    catalogue: loaded.catalogue,
    pollMs: data.pollMs,
    pastAfterMs: data.pastAfterMs,
    mostAlertsPerRule: data.mostAlertsPerRule,
    maxWindowMs: data.maxWindowMs,
    storeOther: data.storeOther,
    isWatched: data.isWatched,
    monitoring: data.monitoring,
    plan: data.plan,
    aliases: data.aliases,
    nameLimits: data.nameLimits,
    rules: data.rules,
    diagnosis: data.diagnosis,
    clock: Date.now,
    notify,
  };
  const opening = new AbortController();
  const loop =
    data.cluster === null
      ? await openIngestLoop(data, store, shared)
      : await openReplicaLoop(data.cluster, data, store, { ...shared, signal: opening.signal });
  setStoreError = (error) => {
    loop.setStoreError(error);
  };
  const running = loop.run();
  running.catch(fail);
  // What broke off in the middle has left the monitor in a state that must not be stored: nothing goes on after it.
  const orFail = <Result>(apply: () => Result): Result => {
    try {
      return apply();
    } catch (error) {
      return fail(error);
    }
  };
  forgetNames = (unused) => {
    orFail(() => {
      loop.forgetNames(unused);
    });
  };
  for (const unused of found) forgetNames(unused);
  return {
    calls: {
      carryOut: (command, actor, upload) => orFail(() => loop.carryOut(command, actor, upload)),
      enterNotes: (notes) => orFail(() => loop.enterNotes(notes)),
      sendPeople: (id, body) => loop.sendPeople(id, body),
      applySettings: (values, by) => loop.applySettings(values, by),
      readFiles: (reading, files) => loop.readFiles(reading, files),
    },
    notices: loop,
    close: () => {
      opening.abort();
      loop.stop();
      return running;
    },
  };
});

/** What both kinds of loops are given. */
type SharedOptions = Omit<
  IngestOptions,
  'groups' | 'listeners' | 'syslog' | 'timeZone' | 'maxLineBytes' | 'storedSubjects'
>;

/** The loop of a server that is the only one. Loaded while the writer's thread starts and opens the store. */
async function openIngestLoop(data: IngestData, store: ThreadedWriter, shared: SharedOptions): Promise<IngestLoop> {
  const [state, { IngestLoop: Loop }] = await Promise.all([store.load(data.aliases), import('./ingest-loop.js')]);
  return new Loop(store, state, {
    ...shared,
    groups: data.groups,
    listeners: data.listeners,
    syslog: data.syslog,
    timeZone: data.timeZone,
    maxLineBytes: data.maxLineBytes,
    storedSubjects: new SubjectReader(data.dataDirectory),
  });
}

/** The loop of a node of a cluster. */
async function openReplicaLoop(
  cluster: ClusterSettings,
  data: IngestData,
  store: ThreadedWriter,
  { signal, ...shared }: SharedOptions & { signal: AbortSignal },
): Promise<ReplicaLoop> {
  const [state, { ReplicaLoop: Loop }, { openClusterStream }] = await Promise.all([
    store.load(data.aliases),
    import('./replica/replica-loop.js'),
    import('../cluster/open-stream.js'),
  ]);
  if (data.fileSettings === null) throw new Error('a node is started with what its configuration says');
  return new Loop(store, state, {
    ...shared,
    fileSettings: data.fileSettings,
    cluster: cluster.name,
    node: cluster.member,
    people: data.people,
    version: data.version,
    storedSubjects: new SubjectReader(data.dataDirectory),
    openStream: (onState) => openClusterStream(cluster, onState, signal),
  });
}
