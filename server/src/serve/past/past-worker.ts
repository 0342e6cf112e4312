import { loadCatalogue } from '../../config/load-catalogue.js';
import { SqliteReader } from '../../store/sqlite/sqlite-reader.js';
import { serveThread } from '../../threads/serve-thread.js';
import type { PastProtocol } from './past-protocol.js';
import { PastViews } from './past-views.js';

/** Entry of the time machine's thread: rebuilding a past state of 100,000 tunnels holds up no live page. */
serveThread<PastProtocol>(({ data: { dataDirectory, catalogueFile, world }, notify }) => {
  const loaded = loadCatalogue(catalogueFile);
  if (!loaded.ok) throw new Error(loaded.errors.map((error) => error.message).join('; '));
  const reader = new SqliteReader(dataDirectory, (damage) => {
    notify('damage', damage);
  });
  const views = new PastViews({ reader, catalogue: loaded.catalogue, world });
  return { calls: views, notices: {}, close: () => reader.close() };
});
