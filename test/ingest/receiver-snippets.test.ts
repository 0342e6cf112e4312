import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { JOURNALD } from '../../scripts/programs.mjs';
import { makeAuthority, makeCertificate } from '../support/certificates.js';
import { classifyText } from '../support/classify-text.js';
import { freePort } from '../support/free-port.js';
import { startProcess } from '../support/processes.js';
import { lacks, skipBecause, skipWithout } from '../support/programs.js';
import { eventually, type ServeProcess } from '../support/serve-process.js';
import { sendDatagrams } from '../support/syslog-receivers.js';
import { runRsyslog, runSyslogNg } from '../support/syslog-senders.js';
import { startSyslogServer } from '../support/syslog-server.js';

const MANUAL = readFileSync('docs/receivers.md', 'utf8');
const NAME_IN_THE_CERTIFICATE = 'tunnelwatch.example.net';
const JOURNAL = `tunnelwatch-${String(process.pid)}`;

/** The blocks of code below a heading of the manual. */
function blocksOf(heading: string): string[] {
  const [, section = ''] = MANUAL.split(`\n## ${heading}\n`);
  return [...(section.split('\n## ')[0] ?? '').matchAll(/^```\w*\n([^]*?)^```$/gm)].map(([, block = '']) => block);
}

/** What a gateway sends in each of its forms, with a matchkey that says which receiver and form it was. */
function gatewayLines(receiver: string): Map<string, string> {
  const body = (form: string) =>
    `IPSEC: prio=2 id=278 rev=1 event="Anti-replay check failed" action=drop seqno=7 matchkey=${receiver}-${form}`;
  return new Map([
    ['rfc3164', `<133>Feb 10 17:57:45 gw1 EFW: ${body('rfc3164')}`],
    ['rfc5424', `<133>1 2026-02-10T17:57:45Z gw1 EFW - - - ${body('rfc5424')}`],
    ['raw', `<133>[2026-02-10 17:57:45] EFW: ${body('raw')}`],
  ]);
}

describe.skipIf(lacks('openssl'))('the lines of docs/receivers.md', () => {
  let folder = '';
  let server: ServeProcess;
  let ports: { tcp: number; tls: number };
  let running: ChildProcess[] = [];
  /** What of the manual is another in a test: places, ports, and who owns files. */
  let replacements: [string, string][] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-receivers-'));
    ports = { tcp: await freePort(), tls: await freePort() };
    const authority = makeAuthority(folder, 'authority');
    const own = makeCertificate(folder, NAME_IN_THE_CERTIFICATE, authority);
    const sender = makeCertificate(folder, 'sender', authority);
    for (const name of ['rsyslog', 'syslog-ng', 'journal']) mkdirSync(join(folder, name));
    server = await startSyslogServer({
      directory: join(folder, 'server'),
      sources: [
        { files: join(folder, '*/logs/*.log') },
        { listen: `tcp://127.0.0.1:${String(ports.tcp)}` },
        { listen: `tls://127.0.0.1:${String(ports.tls)}`, ...own, clientCa: authority.certificate },
      ],
    });
    const [user, group] = ['-un', '-gn'].map((flag) => execFileSync('id', [flag], { encoding: 'utf8' }).trim());
    replacements = [
      ['/etc/rsyslog.d/tunnelwatch-ca.pem', authority.certificate],
      ['/etc/syslog-ng/tunnelwatch-ca.pem', authority.certificate],
      ...['/etc/rsyslog.d', '/etc/syslog-ng'].flatMap((at): [string, string][] => [
        [`${at}/sender.pem`, sender.certificate],
        [`${at}/sender.key`, sender.key],
      ]),
      ['192.0.2.50', '127.0.0.1'],
      ['"adm"', `"${group ?? ''}"`],
      ['root adm', `${user ?? ''} ${group ?? ''}`],
    ];
  });

  afterEach(async () => {
    for (const child of running.splice(0)) {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    }
  });

  afterAll(async () => {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Lines of the manual with the places of a test; each of those that it names must be in them. */
  function adapted(text: string, own: readonly [string, string][]): string {
    for (const [from] of own) expect(text).toContain(from);
    return [...own, ...replacements].reduce((result, [from, to]) => result.replaceAll(from, to), text);
  }

  function writtenTo(file: string, text: string): string {
    writeFileSync(file, text, { mode: 0o644 });
    return file;
  }

  /** Sends until the receiver has a file: nothing else tells that its port is open. */
  async function untilReceiving(port: number, file: string): Promise<void> {
    await eventually(file, async () => {
      await sendDatagrams(port, ['<134>probe: are you there?']);
      return existsSync(file);
    });
  }

  const count = (matchkey: string) => server.count(`matchkey=${matchkey}&messageId=278`);

  /** Sends a gateway's lines and waits until each has arrived over each of so many ways. */
  async function expectArrivals(receiver: string, port: number, ways: number): Promise<void> {
    const lines = gatewayLines(receiver);
    await sendDatagrams(port, [...lines.values()]);
    for (const form of lines.keys()) {
      await eventually(`${receiver}, ${form}`, async () => (await count(`${receiver}-${form}`)) === ways);
    }
    const gatewayOf = (form: string) => (form === 'raw' ? '127.0.0.1' : 'gw1');
    for (const form of lines.keys()) {
      expect(await server.count(`matchkey=${receiver}-${form}&gateway=${gatewayOf(form)}`)).toBe(ways);
    }
  }

  it('[LIVE-111] of rsyslog write files and forward over TCP and TLS, and those of logrotate rotate them', async () => {
    skipWithout('rsyslogd', 'rsyslog-gnutls', 'logrotate');
    const own = join(folder, 'rsyslog');
    const [toFiles = '', overTcp = '', overTls = '', keys = ''] = blocksOf('rsyslog');
    const port = await freePort();
    // The actions of the manual side by side in its ruleset.
    const rules = toFiles.replace('\n}\n', `\n${overTcp}${overTls}}\n`);
    const text = adapted(`${keys}${rules}`, [
      ['/var/log/gateways', join(own, 'logs')],
      ['Port="514"', `Port="${String(ports.tcp)}"`],
      ['Port="6514"', `Port="${String(ports.tls)}"`],
      ['port="514"', `port="${String(port)}" address="127.0.0.1"`],
    ]);
    const main = `global(workDirectory="${own}" net.enableDNS="off")\n${text}`;
    const child = runRsyslog(writtenTo(join(own, 'rsyslog.conf'), main), own);
    running.push(child);
    const log = join(own, 'logs', '127.0.0.1.log');
    await untilReceiving(port, log);
    await expectArrivals('rsyslog', port, 3);

    const [rotation = ''] = blocksOf('logrotate');
    const configuration = adapted(rotation, [
      ['/var/log/gateways', join(own, 'logs')],
      ['/usr/lib/rsyslog/rsyslog-rotate', `kill -HUP ${String(child.pid)}`],
    ]);
    const file = writtenTo(join(own, 'logrotate.conf'), configuration);
    execFileSync('/usr/sbin/logrotate', ['--force', '--state', join(own, 'state'), file], { stdio: 'pipe' });
    expect(existsSync(`${log}.1`)).toBe(true);
    await expectArrivals('rotated', port, 3);
    await eventually('lines in the new file', () => readFileSync(log, 'utf8').includes('rotated-raw'));
  });

  it('[LIVE-111] of syslog-ng write files and forward over TCP and TLS', async () => {
    skipWithout('syslog-ng');
    const own = join(folder, 'syslog-ng');
    const [toFiles = '', overTcp = '', overTls = ''] = blocksOf('syslog-ng');
    const port = await freePort();
    const text = adapted(`${overTcp}${overTls}`, [
      ['port(514)', `port(${String(ports.tcp)})`],
      ['port(6514)', `port(${String(ports.tls)})`],
      ['/var/lib/syslog-ng', own],
    ]);
    const files = adapted(toFiles, [
      ['ip("0.0.0.0") port(514)', `ip("127.0.0.1") port(${String(port)})`],
      ['/var/log/gateways', join(own, 'logs')],
    ]);
    const main = writtenTo(join(own, 'syslog-ng.conf'), `@version: 3.38\n${files}${text}`);
    running.push(runSyslogNg(main, own));
    await untilReceiving(port, join(own, 'logs', '127.0.0.1.log'));
    await expectArrivals('syslog-ng', port, 3);
  });

  it('[LIVE-111] of journald copy each line to a file once', async () => {
    skipWithout('journald', 'logger');
    if (process.getuid?.() !== 0) skipBecause('a journal of its own takes the rights of root');
    const own = join(folder, 'journal');
    const [unit = ''] = blocksOf('journald');
    const loop = /^ExecStart=\/bin\/sh -c '(.*)'$/m.exec(unit)?.[1] ?? '';
    const command = adapted(loop, [
      ['journalctl', `journalctl --namespace=${JOURNAL}`],
      ['/var/lib/gateway-journal', own],
      ['/var/log/gateways', join(own, 'logs')],
    ]);
    mkdirSync(join(own, 'logs'));
    const journal = startProcess(JOURNALD, [JOURNAL]);
    running.push(journal);
    try {
      const socket = `/run/systemd/journal.${JOURNAL}/dev-log`;
      const log = (form: string) => {
        const [, body = ''] = (gatewayLines('journal').get(form) ?? '').split('EFW: ');
        execFileSync('logger', ['--tag', 'EFW', '--socket', socket, body], { stdio: 'pipe' });
      };
      await eventually('the journal', () => existsSync(socket));
      log('raw');
      let loopProcess = startProcess('/bin/sh', ['-c', command]);
      running.push(loopProcess);
      await eventually('the line', async () => (await count('journal-raw')) === 1);
      loopProcess.kill();
      await once(loopProcess, 'exit');
      running = running.filter((child) => child !== loopProcess);
      log('rfc3164');
      loopProcess = startProcess('/bin/sh', ['-c', command]);
      running.push(loopProcess);
      await eventually('the next line', async () => (await count('journal-rfc3164')) === 1);
      expect(await count('journal-raw')).toBe(1);
    } finally {
      rmSync(`/run/systemd/journal.${JOURNAL}`, { recursive: true, force: true });
      const machine = readFileSync('/etc/machine-id', 'utf8').trim();
      rmSync(`/run/log/journal/${machine}.${JOURNAL}`, { recursive: true, force: true });
    }
  });
});

it.each([
  ['Fluent Bit', 'gw1'],
  ['Vector', '192.0.2.7'],
  ['Kiwi Syslog Server', '192.0.2.7'],
])('[LIVE-111] the lines that the manual says come from %s are read', (heading, gateway) => {
  const lines = blocksOf(heading).at(-1)?.trimEnd().split('\n') ?? [];
  expect(lines).not.toEqual([]);
  for (const line of lines) {
    expect(classifyText(line)).toMatchObject({ kind: 'event', event: { messageId: 278, decoded: { gateway } } });
  }
});
