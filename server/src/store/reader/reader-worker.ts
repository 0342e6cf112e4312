import { serveThread } from '../../threads/serve-thread.js';
import { SqliteReader } from '../sqlite/sqlite-reader.js';
import type { ReaderProtocol } from './reader-protocol.js';

/** Entry of the reader's thread: a slow query never delays browsers. */
serveThread<ReaderProtocol>(({ data, notify }) => {
  const reader = new SqliteReader(data.dataDirectory, (damage) => {
    notify('damage', damage);
  });
  return { calls: reader, notices: {}, close: () => reader.close() };
});
