import { loadCatalogue } from '../../config/load-catalogue.js';
import { InventoryNames } from '../../core/inventory/inventory-names.js';
import { SqliteReader } from '../../store/sqlite/sqlite-reader.js';
import { moving } from '../../threads/protocol.js';
import { serveThread } from '../../threads/serve-thread.js';
import { EventRows } from './event-rows.js';
import type { ExportProtocol } from './export-protocol.js';

/** Events of a page: enough that a segment is searched only a few times. */
const PAGE = 32_768;

/** Entry of a thread that writes events as rows. */
serveThread<ExportProtocol>(({ data, notify }) => {
  const loaded = loadCatalogue(data.catalogueFile);
  if (!loaded.ok) throw new Error(loaded.errors.map(({ message }) => message).join('; '));
  const names = new InventoryNames();
  for (const entry of data.inventory) names.put(entry, undefined);
  const reader = new SqliteReader(data.dataDirectory, notify.bind(undefined, 'damage'));
  const rows = new EventRows({ format: data.format, catalogue: loaded.catalogue, names });
  return {
    calls: {
      page: async (filter, cursor) => {
        const before = rows.count;
        const { nextCursor } = await reader.visitEvents(filter, { limit: PAGE, cursor }, rows);
        const bytes = rows.take();
        return moving({ bytes, rows: rows.count - before, nextCursor }, bytes.buffer);
      },
    },
    notices: {},
    close: () => reader.close(),
  };
});
