import { serveThread } from '../../threads/serve-thread.js';
import { dueEntries } from '../sqlite/alerts/outbox-table.js';
import { openForReading } from '../sqlite/database.js';
import { readCommitted } from '../sqlite/read-committed.js';
import type { OutboxProtocol } from './outbox-protocol.js';

/** Entry of the outbox's thread: a notification waits for nobody's query, however long that takes. */
serveThread<OutboxProtocol>(({ data: { dataDirectory }, notify }) => {
  const database = openForReading(dataDirectory);
  const source = {
    database,
    dataDirectory,
    onDamage: notify.bind(undefined, 'damage'),
  };
  return {
    calls: {
      dueEntries: (request) => readCommitted(source, 'dueEntries', () => dueEntries(database, request)),
    },
    notices: {},
    close: () => {
      database.close();
    },
  };
});
