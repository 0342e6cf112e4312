import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { serveThread } from '../../threads/serve-thread.js';
import { SqliteReader } from '../sqlite/sqlite-reader.js';
import { InterruptFlag } from './interrupt.js';
import type { ReaderProtocol } from './reader-protocol.js';

/** Entry of the reader's thread: a slow query never delays browsers. */
serveThread<ReaderProtocol>(({ data, notify }) => {
  const flag = new InterruptFlag(data.interrupt);
  const onDamage = (damage: StoreDamage) => {
    notify('damage', damage);
  };
  const reader = new SqliteReader(data.dataDirectory, onDamage, () => {
    flag.check();
  });
  return { calls: reader, notices: {}, close: () => reader.close() };
});
