import { serveThread } from '../../threads/serve-thread.js';
import { SqliteReader } from '../sqlite/sqlite-reader.js';
import type { ReaderProtocol } from './reader-protocol.js';

/** Entry of the reading thread: a long question to the store never delays a browser. */
serveThread<ReaderProtocol>(({ data, notify }) => {
  const reader = new SqliteReader(data.dataDirectory, (damage) => {
    notify('damage', damage);
  });
  return { calls: reader, notices: {}, close: () => reader.close() };
});
