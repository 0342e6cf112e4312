import { parentPort, workerData } from 'node:worker_threads';
import type { ReaderAnswer, ReaderRequest } from './reader-messages.js';
import { toStoreError } from '../sqlite/database.js';
import { SqliteReader } from '../sqlite/sqlite-reader.js';

/** Entry of the reading thread: a long question to the store never delays a browser. */
function main(): void {
  const port = parentPort;
  if (port === null) throw new Error('the reader runs as a worker thread only');
  // The main thread of the same build made this object.
  const { dataDirectory } = workerData as { dataDirectory: string };
  const reader = new SqliteReader(dataDirectory, (damage) => {
    port.postMessage({ kind: 'damage', damage } satisfies ReaderAnswer);
  });
  port.on('message', (request: ReaderRequest) => {
    if (request.method === 'close') {
      void reader.close().then(() => {
        port.close();
      });
      return;
    }
    answer(reader, request).then(
      (value) => {
        port.postMessage({ kind: 'answer', id: request.id, ok: true, value } satisfies ReaderAnswer);
      },
      (error: unknown) => {
        const { code, message } = toStoreError(error, dataDirectory);
        port.postMessage({ kind: 'answer', id: request.id, ok: false, code, message } satisfies ReaderAnswer);
      },
    );
  });
}

type Question = Exclude<ReaderRequest, { method: 'close' }>;
type PastQuestion = Extract<Question, { method: `past${string}` | `shift${string}` }>;

function isAboutThePast(request: Question): request is PastQuestion {
  return /^(?:past|shift)/.test(request.method);
}

function answerAboutThePast(reader: SqliteReader, request: PastQuestion): Promise<unknown> {
  switch (request.method) {
    case 'pastRange':
      return reader.pastRange(...request.args);
    case 'pastMoment':
      return reader.pastMoment(...request.args);
    case 'pastSeed':
      return reader.pastSeed(...request.args);
    case 'pastStep':
      return reader.pastStep(...request.args);
    case 'pastAlerts':
      return reader.pastAlerts(...request.args);
    case 'pastAlert':
      return reader.pastAlert(...request.args);
    case 'pastVerdicts':
      return reader.pastVerdicts(...request.args);
    case 'shiftEnds':
      return reader.shiftEnds(...request.args);
    case 'shiftChanges':
      return reader.shiftChanges(...request.args);
    case 'shiftAlerts':
      return reader.shiftAlerts(...request.args);
    case 'shiftRecords':
      return reader.shiftRecords(...request.args);
  }
}

function answer(reader: SqliteReader, request: Question): Promise<unknown> {
  if (isAboutThePast(request)) return answerAboutThePast(reader, request);
  switch (request.method) {
    case 'modelSeed':
      return reader.modelSeed(...request.args);
    case 'newestTime':
      return reader.newestTime(...request.args);
    case 'countEvents':
      return reader.countEvents(...request.args);
    case 'listEvents':
      return reader.listEvents(...request.args);
    case 'classBuckets':
      return reader.classBuckets(...request.args);
    case 'series':
      return reader.series(...request.args);
    case 'alertsSince':
      return reader.alertsSince(...request.args);
    case 'listMembers':
      return reader.listMembers(...request.args);
    case 'listAudit':
      return reader.listAudit(...request.args);
    case 'dueEntries':
      return reader.dueEntries(...request.args);
    case 'outboxSummary':
      return reader.outboxSummary(...request.args);
    case 'ruleCounts':
      return reader.ruleCounts(...request.args);
    case 'listAlerts':
      return reader.listAlerts(...request.args);
  }
}

main();
