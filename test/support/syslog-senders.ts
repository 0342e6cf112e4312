import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate } from './certificates.js';
import { SYSLOG_NG_FOLDER } from '../../scripts/programs.mjs';
import { startProcess } from './processes.js';
import { skipWithout } from './programs.js';

/** Real senders of syslog: programs of the system that follow a file and forward its lines. */

export interface Forwarding {
  /** A folder of its own. */
  folder: string;
  port: number;
  transport: 'udp' | 'tcp' | 'tls';
  framing: 'newline' | 'octet-counted';
  /** The authority of the server's certificate, for TLS. */
  authority?: Certificate;
  /** What the sender shows of itself, for TLS. */
  own?: Certificate;
}

/** A sender that forwards every line that is added to a file. */
export class Sender {
  constructor(
    private readonly child: ChildProcess,
    private readonly input: string,
  ) {}

  /** Adds lines to what is sent. */
  send(lines: readonly string[]): void {
    appendFileSync(this.input, lines.map((line) => `${line}\n`).join(''));
  }

  /** Ends it. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

const RSYSLOGD = '/usr/sbin/rsyslogd';

/** Runs rsyslog with a configuration, in a folder of its own. */
export function runRsyslog(configuration: string, folder: string): ChildProcess {
  return run(RSYSLOGD, ['-n', '-f', configuration, '-i', join(folder, 'pid')], folder);
}

/** Starts rsyslog. It goes on where it was when it is started in the same folder again. */
export function startRsyslog(forwarding: Forwarding): Sender {
  const { folder, port, transport, framing, authority, own } = forwarding;
  skipWithout('rsyslogd', ...(transport === 'tls' ? ['rsyslog-gnutls'] : []));
  const { input, configuration } = prepare(folder);
  const files = [
    ['CAFile', authority?.certificate],
    ['CertFile', own?.certificate],
    ['KeyFile', own?.key],
  ].flatMap(([name, file]) => (file === undefined ? [] : [` DefaultNetstreamDriver${String(name)}="${file}"`]));
  const tls =
    transport === 'tls'
      ? ' StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="localhost"'
      : '';
  writeFileSync(
    configuration,
    `global(workDirectory="${folder}" maxMessageSize="64k" net.enableDNS="off"${files.join('')})
module(load="imfile" mode="inotify")
input(type="imfile" File="${input}" Tag="-" reopenOnTruncate="on" freshStartTail="off")
action(type="omfwd" Target="127.0.0.1" Port="${String(port)}" Protocol="${transport === 'udp' ? 'udp' : 'tcp'}"
  TCP_Framing="${framing === 'newline' ? 'traditional' : 'octet-counted'}" Template="RSYSLOG_SyslogProtocol23Format"${tls}
  action.resumeRetryCount="-1" action.resumeInterval="1" queue.type="LinkedList" queue.size="100000" queue.timeoutShutdown="2000")
`,
  );
  return new Sender(runRsyslog(configuration, folder), input);
}

/** Starts syslog-ng. */
export function startSyslogNg(forwarding: Forwarding): Sender {
  skipWithout('syslog-ng');
  const { folder, port, transport, framing, authority, own } = forwarding;
  const { input, configuration } = prepare(folder);
  const identity = own === undefined ? '' : ` cert-file("${own.certificate}") key-file("${own.key}")`;
  const tls =
    authority === undefined ? '' : ` tls(ca-file("${authority.certificate}") peer-verify(required-trusted)${identity})`;
  // syslog() counts octets over streams, network() ends messages by a newline.
  const driver = framing === 'octet-counted' ? 'syslog' : 'network';
  writeFileSync(
    configuration,
    `@version: 3.38
options { time-reopen(1); keep-hostname(yes); use-dns(no); stats-freq(0); };
source in { file("${input}" flags(no-parse) follow-freq(0.1)); };
destination out { ${driver}("127.0.0.1" port(${String(port)}) transport("${transport}")${tls}); };
log { source(in); destination(out); };
`,
  );
  return new Sender(runSyslogNg(configuration, folder), input);
}

/** Runs syslog-ng with a configuration, in a folder of its own. */
export function runSyslogNg(configuration: string, folder: string): ChildProcess {
  const [persist, pid, control] = ['persist', 'pid', 'ctl'].map((name) => join(folder, name));
  const state = ['-R', String(persist), '-p', String(pid), '-c', String(control)];
  const own = ['-F', '--no-caps', '-f', configuration, ...state];
  if (existsSync('/usr/sbin/syslog-ng')) return run('/usr/sbin/syslog-ng', own, folder);
  const program = join(SYSLOG_NG_FOLDER, 'usr/sbin/syslog-ng');
  const libraries = join(SYSLOG_NG_FOLDER, 'usr/lib/syslog-ng');
  const version = readdirSync(libraries).find((name) => /^\d/.test(name)) ?? '';
  const shared = ['usr/lib', 'lib'].flatMap((at) => {
    const above = join(SYSLOG_NG_FOLDER, at);
    return existsSync(above) ? readdirSync(above).map((name) => join(above, name)) : [];
  });
  const modules = ['--module-path', join(libraries, version)];
  return run(program, [...modules, ...own], folder, { LD_LIBRARY_PATH: [libraries, ...shared].join(':') });
}

function prepare(folder: string): { input: string; configuration: string } {
  mkdirSync(folder, { recursive: true });
  const input = join(folder, 'input.log');
  appendFileSync(input, '');
  return { input, configuration: join(folder, 'sender.conf') };
}

function run(program: string, words: readonly string[], cwd: string, env: Record<string, string> = {}): ChildProcess {
  return startProcess(program, words, { cwd, env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', ...env } });
}
