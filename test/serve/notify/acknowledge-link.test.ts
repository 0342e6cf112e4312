import { AcknowledgeLinks } from '@tunnelwatch/server/serve/notify/acknowledge-link';
import { exampleNotification } from '@tunnelwatch/server/serve/notify/example-notification';
import { makeChannel } from '@tunnelwatch/server/serve/notify/make-channel';
import { testNotification } from '@tunnelwatch/server/serve/notify/test-notification';
import { expect, it, onTestFinished } from 'vitest';
import { HookReceiver } from '../../support/hook-receiver.js';
import { channelOf, START } from '../../support/made-alerts.js';

const PAGES = 'https://noc.example/tw/';
const DAY_MS = 86_400_000;

function linksAt(now: { at: number }, secret = 7): AcknowledgeLinks {
  return new AcknowledgeLinks(new Uint8Array(32).fill(secret), () => now.at);
}

const tokenOf = (link: string | null) => new URL(link ?? '').searchParams.get('acknowledge') ?? '';

it('[ALM-104] a link to acknowledge is of one alert and one server, and expires after a day', () => {
  const now = { at: START };
  const links = linksAt(now);
  const link = links.linkOf(exampleNotification('noc'), PAGES);
  expect(link).toMatch(/^https:\/\/noc\.example\/tw\/alerts\/41\?acknowledge=\d+\.[\w-]{43}$/);
  const token = tokenOf(link);
  expect(links.check(41, token)).toBe('valid');
  expect(links.check(42, token)).toBe('invalid');
  expect(linksAt(now, 8).check(41, token)).toBe('invalid');
  const later = token.replace(/^\d+/, (seconds) => String(Number(seconds) + 1));
  for (const forged of [later, '', 'x', `${token}x`, token.slice(1)]) expect(links.check(41, forged)).toBe('invalid');
  now.at += DAY_MS + 1000;
  expect(links.check(41, token)).toBe('expired');
});

it('[ALM-104] there is none for what waits for nobody, for no alert, and without an address of the pages', () => {
  const links = linksAt({ at: START });
  const notification = exampleNotification('noc');
  const acknowledged = { ...notification, alert: { ...notification.alert, state: 'acknowledged' as const } };
  expect(links.linkOf(acknowledged, PAGES)).toBeNull();
  expect(links.linkOf({ ...notification, isActive: false }, PAGES)).toBeNull();
  expect(links.linkOf(testNotification('noc', START), PAGES)).toBeNull();
  expect(links.linkOf(notification, null)).toBeNull();
});

it('[ALM-104] it is in every message for people', async () => {
  const receiver = await HookReceiver.start();
  onTestFinished(() => receiver.end());
  const world = { clock: () => START, publicUrl: PAGES, acknowledgeLinks: linksAt({ at: START }) };
  const channel = makeChannel(channelOf({ kind: 'ntfy', topic: 'noc', url: receiver.url }), world);
  expect(await channel.send(exampleNotification('noc'))).toEqual({ ok: true });
  expect(receiver.received[0]?.body).toContain(
    '"label":"Acknowledge","url":"https://noc.example/tw/alerts/41?acknowledge=',
  );
});
