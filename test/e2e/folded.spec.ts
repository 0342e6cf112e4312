import { expect, test } from './support/test.js';

const BODY =
  'IPSEC: prio=2 id=278 rev=1 event="Anti-replay check failed" action=drop seqno=7 windowbase=900 windowsize=64 matchkey=a1';

test('a line that a receiver folded says how often it counts, in the list and in its details', async ({
  page,
  serve,
}) => {
  const stamp = new Date().toISOString();
  const server = await serve({
    content: `${stamp} gw1 EFW: ${BODY}\n${stamp} gw1 EFW: message repeated 4 times: [ ${BODY}]\n`,
  });
  await server.untilCount(5);
  await page.goto(`${server.url}events`);
  const folded = page.getByRole('listitem').filter({ hasText: '×4' });
  await expect(folded).toHaveCount(1);
  await folded.getByRole('button').first().click();
  await expect(folded).toContainText('4 times in one line');
});
