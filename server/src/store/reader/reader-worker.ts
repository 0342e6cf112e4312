import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { lowerThreadPriority } from '../../threads/lower-priority.js';
import { serveThread } from '../../threads/serve-thread.js';
import { SqliteReader } from '../sqlite/sqlite-reader.js';
import { InterruptFlag } from './interrupt.js';
import type { ReaderProtocol } from './reader-protocol.js';

/** Gives way to every other thread of the server, and still gets all of an idle processor. */
const SEARCH_NICENESS = 10;

/** Entry of the reader's thread: a slow query never delays browsers. */
serveThread<ReaderProtocol>(({ data, notify }) => {
  // Endless searches of many must not slow down what reads and stores lines.
  lowerThreadPriority(SEARCH_NICENESS);
  const flag = new InterruptFlag(data.interrupt);
  const onDamage = (damage: StoreDamage) => {
    notify('damage', damage);
  };
  const reader = new SqliteReader(data.dataDirectory, onDamage, () => {
    flag.check();
  });
  return { calls: reader, notices: {}, close: () => reader.close() };
});
