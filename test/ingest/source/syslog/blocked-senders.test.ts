import { parseListenUrl } from '@tunnelwatch/server/config/listen-url';
import { syslogSchema } from '@tunnelwatch/server/config/syslog-schema';
import { Activities } from '@tunnelwatch/server/ingest/source/health/activities';
import { SyslogReading } from '@tunnelwatch/server/ingest/source/syslog-reading';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { person } from '../../../support/alert-books.js';
import { lineOf } from '../../../support/follower.js';
import { freePort } from '../../../support/free-port.js';
import { monitorOf, NOTHING_KNOWN } from '../../../support/monitors.js';
import { eventually } from '../../../support/serve-process.js';
import { SyslogClient } from '../../../support/syslog-client.js';

const GOOD = '127.0.0.2';
const BAD = '127.0.0.3';

function listenerOf(listen: string) {
  const address = parseListenUrl(listen);
  if (address === undefined) throw new Error(`${listen} is no URL`);
  const settings = { gateway: null, timeZone: 'UTC', format: null, allow: null, gatewayFrom: 'line' as const };
  return { listen, ...address, ...settings, senders: [], tls: null };
}

/** Sends datagrams from an address. */
async function sendFrom(address: string, port: number, line: string): Promise<void> {
  const socket = createSocket('udp4').bind(0, address);
  await once(socket, 'listening');
  await new Promise((resolve) => {
    socket.send(line, port, '127.0.0.1', resolve);
  });
  socket.close();
}

it('[TAIL-52] of a blocked sender nothing more is read, its connections end, and others stay; unblocked, it is read again', async () => {
  const port = await freePort();
  const monitor = monitorOf(NOTHING_KNOWN);
  const at = (scheme: string) => `${scheme}://127.0.0.1:${String(port)}`;
  const reading = new SyslogReading({
    intake: monitor,
    listeners: [listenerOf(at('udp')), listenerOf(at('tcp'))],
    limits: syslogSchema.parse({}),
    maxLineBytes: 65_536,
    stored: [],
    clock: Date.now,
    onChange: () => undefined,
    activities: new Activities(),
    onWarning: () => undefined,
  });
  onTestFinished(() => {
    reading.close();
  });
  const lines = () => monitor.sources.all().map(({ counts }) => counts.lines);
  const discarded = () => monitor.senders.reports()[0]?.discarded ?? 0;
  const until = async (what: string, test: () => boolean) => {
    await eventually(what, () => {
      reading.poll(Date.now());
      return test();
    });
  };
  const carryOut = (name: 'blockSender' | 'unblockSender') => {
    const request = { sender: BAD, comment: '' };
    const command = name === 'blockSender' ? { name, request } : { name, request: { sender: BAD } };
    monitor.apply({ kind: 'command', at: Date.now(), command, actor: person('Anna') });
    reading.cutOff();
  };
  await until('they listen', () => reading.listening().every(({ reader }) => reader.state === 'idle'));
  const good = await SyslogClient.connect(port, undefined, GOOD);
  const bad = await SyslogClient.connect(port, undefined, BAD);
  for (const client of [good, bad]) await client.lines([lineOf(1)]);
  for (const address of [GOOD, BAD]) await sendFrom(address, port, lineOf(1));
  await until('both are read', () => String(lines()) === '2,2');

  carryOut('blockSender');
  await bad.untilClosed();
  const before = discarded();
  expect(before).toBe(1);
  const again = await SyslogClient.connect(port, undefined, BAD);
  await again.untilClosed();
  await sendFrom(BAD, port, lineOf(2));
  await good.lines([lineOf(2)]);
  await sendFrom(GOOD, port, lineOf(2));
  await until('the other one is read', () => String(lines()) === '3,3');
  await until('the rest is counted', () => discarded() === before + 2);

  carryOut('unblockSender');
  await sendFrom(BAD, port, lineOf(3));
  await until('it is read again', () => String(lines()) === '4,3');
});
