import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { classifyText } from '../support/classify-text.js';
import { eventually } from '../support/serve-process.js';
import {
  type Receiver,
  sendDatagrams,
  startRsyslogReceiver,
  startSyslogNgReceiver,
} from '../support/syslog-receivers.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
const COUNT = 20;
/** Long ago, so that a stamp of the gateway is told from the receiver's own. */
const SENT = Date.UTC(2026, 1, 10, 17, 57, 45);

let receivers: Receiver[] = [];

afterEach(async () => {
  for (const receiver of receivers) await receiver.end();
  receivers = [];
});

const message = (number: number) =>
  `IPSEC: prio=2 id=278 rev=1 event="Anti-replay check failed" action=drop seqno=${String(number)} matchkey=k${String(number)}`;

/** What a gateway sends, and what must be read of it whatever a receiver makes of it. */
const GATEWAYS = [
  { name: 'RFC 3164', gateway: 'gw1', write: (body: string) => `<134>Feb 10 17:57:45 gw1 EFW: ${body}` },
  { name: 'RFC 5424', gateway: 'gw1', write: (body: string) => `<134>1 2026-02-10T17:57:45Z gw1 EFW - - - ${body}` },
  { name: 'raw lines', gateway: '127.0.0.1', write: (body: string) => `<134>[2026-02-10 17:57:45] EFW: ${body}` },
];

/** What became of the lines in a receiver's file: one of them for each that was sent, or what they are not. */
function summary(lines: readonly string[]) {
  const events = lines.flatMap((line) => {
    const became = classifyText(line, { arrival: Date.now(), timeZone: 'UTC', fallbackGateway: 'nobody' });
    return became.kind === 'event' ? [became.event] : [];
  });
  return {
    keys: events.map(({ decoded }) => decoded.parameters.get('matchkey')),
    ids: [...new Set(events.map(({ messageId }) => messageId))],
    gateways: [...new Set(events.map(({ decoded }) => decoded.gateway))],
    times: [...new Set(events.map(({ decoded }) => decoded.time))],
    unread: lines.length - events.length,
  };
}

const wanted = (gateway: string) => ({
  keys: Array.from({ length: COUNT }, (_, number) => `k${String(number)}`),
  ids: [278],
  gateways: [gateway],
  times: [SENT],
  unread: 0,
});

/** Sends the lines of a gateway and checks each file of the receiver that they end up in. */
async function expectRead(to: Receiver, at: Receiver, { gateway, write }: (typeof GATEWAYS)[number]): Promise<void> {
  await sendDatagrams(
    to.port,
    Array.from({ length: COUNT }, (_, number) => write(message(number))),
  );
  const own = (format: string) => at.lines(format).filter((line) => line.includes('IPSEC'));
  for (const format of at.files.keys()) await eventually(format, () => own(format).length >= COUNT);
  const found = [...at.files.keys()].map((format) => [format, summary(own(format))] as const);
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries([...at.files.keys()].map((format) => [format, wanted(gateway)])),
  );
}

describe.each(GATEWAYS)('a gateway that writes $name', (gateway) => {
  it('is read from every file that rsyslog writes', async () => {
    const receiver = await startRsyslogReceiver(join(tempFolder(), 'receiver'));
    receivers.push(receiver);
    await expectRead(receiver, receiver, gateway);
  });

  it.each(['RSYSLOG_ForwardFormat', 'RSYSLOG_TraditionalForwardFormat', 'RSYSLOG_SyslogProtocol23Format'])(
    'is read behind a relay that forwards by %s',
    async (template) => {
      const folder = tempFolder();
      const receiver = await startRsyslogReceiver(join(folder, 'receiver'));
      receivers.push(receiver);
      const relay = await startRsyslogReceiver(join(folder, 'relay'), { forward: { port: receiver.port, template } });
      receivers.push(relay);
      await expectRead(relay, receiver, gateway);
    },
  );

  it('is read from every file that syslog-ng writes', async () => {
    const receiver = await startSyslogNgReceiver(
      join(tempFolder(), 'receiver'),
      gateway.name === 'RFC 5424' ? 'syslog' : 'network',
    );
    receivers.push(receiver);
    await expectRead(receiver, receiver, gateway);
  });
});

describe('rsyslog that folds equal messages', () => {
  it('says how many there were, and no line is lost', async () => {
    const receiver = await startRsyslogReceiver(join(tempFolder(), 'receiver'), { folds: true });
    receivers.push(receiver);
    const line = `<134>Feb 10 17:57:45 gw1 EFW: ${message(1)}`;
    await sendDatagrams(receiver.port, [...Array.from({ length: 6 }, () => line), '<134>Feb 10 17:57:46 gw1 EFW: end']);
    const own = () => receiver.lines('traditional').filter((each) => each.includes('gw1'));
    await eventually('the folded line', () => own().some((each) => each.includes('end')));
    const repeats = own().map((each) => {
      const became = classifyText(each);
      return became.kind === 'event' ? became.event.decoded.repeats : 0;
    });
    expect(repeats.reduce((sum, each) => sum + each, 0)).toBe(6);
  });
});
