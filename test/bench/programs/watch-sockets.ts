import { viewSchema } from '@tunnelwatch/shared/protocol';
import { z } from 'zod';
import { ALERT_MARK } from '../support/markers.js';
import { preciseNow } from '../support/now.js';
import { RawClient } from '../support/raw-client.js';

/**
 * Holds many connections. Arguments: address, how many, the views as JSON. Tells its parent when all are in, and when it
 * is told to report: what they heard, and when each marked alert came to each of them.
 */
const AT_ONCE = 50;

const [url = '', countText = '', viewsText = ''] = process.argv.slice(2);
const views = z.array(viewSchema).parse(JSON.parse(viewsText));
const count = Number(countText);
const clients: RawClient[] = [];
const arrivals: [mark: number, at: number][] = [];

function note(text: string): void {
  const at = preciseNow();
  for (const [, mark] of text.matchAll(ALERT_MARK)) arrivals.push([Number(mark), at]);
}

process.on('message', (message) => {
  if (message === 'forget') {
    for (const client of clients) client.forget();
    return;
  }
  const heard = { messages: 0, bytes: 0, gaps: 0 };
  for (const client of clients) {
    heard.messages += client.heard.messages;
    heard.bytes += client.heard.bytes;
    heard.gaps += client.heard.gaps;
    client.close();
  }
  process.send?.({ heard, arrivals }, () => {
    process.disconnect();
  });
});

while (clients.length < count) {
  const batch = Array.from(
    { length: Math.min(AT_ONCE, count - clients.length) },
    () => new RawClient(url, views, note),
  );
  clients.push(...batch);
  await Promise.all(batch.map((client) => client.joined));
}
process.send?.('ready');
