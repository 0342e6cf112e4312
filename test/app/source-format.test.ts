import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventPageSchema, sourcePageSchema } from '@tunnelwatch/shared/api';
import { describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { runCli } from '../support/run-cli.js';
import { eventually, ServeProcess } from '../support/serve-process.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
const PATTERN = String.raw`^(?<time>[^|]+)[|]\w+/(?<gateway>[^|]+)[|](?<message>.*)$`;

function replay(gateway: string, seqno: number): string {
  const body = `prio=2 id=278 rev=1 event=anti_replay_check_failed action=drop seqno=${String(seqno)} windowbase=900 windowsize=64 matchkey=a1`;
  return `29.11.2026 06:00:0${String(seqno % 10)}|dc1/${gateway}|IPSEC: ${body}`;
}

/** A real server with these sources in its configuration file. */
function serve(directory: string, sources: readonly object[]): Promise<ServeProcess> {
  const config = join(directory, 'tunnelwatch.yaml');
  writeFileSync(config, JSON.stringify({ timeZone: 'Europe/Stockholm', sources }));
  return ServeProcess.start({ directory, files: [], flags: ['--config', config] });
}

async function events(server: ServeProcess) {
  const { items } = eventPageSchema.parse(await server.get('events?limit=100'));
  return items.map(({ gateway, matchkey, parameters, time }) => {
    return { gateway, matchkey, seqno: parameters['seqno'], time: new Date(time).toISOString() };
  });
}

async function countsOf(server: ServeProcess) {
  const [source] = sourcePageSchema.parse(await server.get('sources')).items;
  return source?.counts;
}

describe('format in the settings of a source', () => {
  it('reads the lines of its files, each by its own values, and stored ones also once it is gone', async () => {
    const directory = tempFolder();
    const log = join(directory, 'collector.txt');
    writeFileSync(log, `${replay('gw1', 7)}\nno such line\n`);
    const server = await serve(directory, [{ files: log, format: PATTERN }]);
    try {
      await server.untilCount(1);
      // Lines of one shape and of several gateways: what one was must not be taken for the next.
      appendFileSync(
        log,
        [replay('gw2', 8), replay('gw1', 9), `Nov 29 06:00:00 gw3 EFW: ${replay('x', 1).split('|')[2] ?? ''}`, ''].join(
          '\n',
        ),
      );
      await server.untilCount(4);
      expect((await events(server)).map(({ gateway, seqno }) => `${gateway} ${String(seqno)}`).toSorted()).toEqual([
        'gw1 7',
        'gw1 9',
        'gw2 8',
        'gw3 1',
      ]);
      expect(await events(server)).toContainEqual({
        gateway: 'gw2',
        matchkey: 'a1',
        seqno: '8',
        time: '2026-11-29T05:00:08.000Z',
      });
      await eventually('counts', async () => (await countsOf(server))?.lines === 5);
      expect(await countsOf(server)).toMatchObject({ events: 4, unreadable: 1 });
      await server.end();
      const without = await serve(directory, [{ files: log }]);
      try {
        expect((await events(without)).map(({ seqno }) => seqno).toSorted()).toEqual(['1', '7', '8', '9']);
      } finally {
        await without.end();
      }
    } finally {
      await server.remove();
    }
  });

  it('reads what a listener receives, from every sender', async () => {
    const directory = tempFolder();
    const port = await freePort();
    const server = await serve(directory, [{ listen: `udp://127.0.0.1:${String(port)}`, format: PATTERN }]);
    const sender = createSocket('udp4');
    try {
      for (const line of [replay('gw1', 1), replay('gw2', 2)]) sender.send(line, port, '127.0.0.1');
      await server.untilCount(2);
      expect((await events(server)).map(({ gateway }) => gateway).toSorted()).toEqual(['gw1', 'gw2']);
    } finally {
      sender.close();
      await once(sender, 'close');
      await server.remove();
    }
  });

  it.each([
    ['(?<message>a', 'missing closing ): `(?<message>a`; correct the pattern; its syntax is that of RE2'],
    ['(?<message>a)(?=b)', 'write it without lookaround and backreferences'],
    ['(?<gateway>a)', 'there is no group message; put (?<message>…) around the gateway’s message'],
  ])('%s is refused with file, line and key, at the start and by check-config', async (format, text) => {
    const directory = tempFolder();
    writeFileSync(join(directory, 'tunnelwatch.yaml'), `sources:\n  - files: a.log\n    format: '${format}'\n`);
    for (const command of ['check-config', 'serve']) {
      const { code, err } = await runCli([command], { cwd: directory });
      expect(code).toBe(2);
      expect(err).toContain('tunnelwatch.yaml:3: sources[0].format:');
      expect(err).toContain(text);
    }
  });
});
