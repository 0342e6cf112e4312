import type { ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { eventually } from './serve-process.js';
import { skipWithout } from './programs.js';
import { runRsyslog, runSyslogNg } from './syslog-senders.js';

/** A real receiver of syslog over UDP that writes what it gets to files, as receivers beside gateways do. */
export class Receiver {
  constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    /** Its files by the name of their format. */
    readonly files: ReadonlyMap<string, string>,
  ) {}

  /** Lines of a file so far. */
  lines(format: string): string[] {
    const file = this.files.get(format) ?? '';
    return existsSync(file) ? readFileSync(file, 'latin1').split('\n').slice(0, -1) : [];
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill();
    await ended;
  }
}

/** Templates of rsyslog: its own three for files, and objects as people configure them. */
const RSYSLOG_FILES: readonly [format: string, template: string][] = [
  ['traditional', 'RSYSLOG_TraditionalFileFormat'],
  ['file', 'RSYSLOG_FileFormat'],
  ['protocol23', 'RSYSLOG_SyslogProtocol23Format'],
  ['json', 'json'],
  ['jsonmesg', 'jsonmesg'],
];

const OBJECTS = `template(name="jsonmesg" type="string" string="%jsonmesg%\\n")
template(name="json" type="list") {
  constant(value="{\\"time\\":\\"") property(name="timereported" dateFormat="rfc3339")
  constant(value="\\",\\"host\\":\\"") property(name="hostname")
  constant(value="\\",\\"program\\":\\"") property(name="programname")
  constant(value="\\",\\"message\\":\\"") property(name="msg" format="json") constant(value="\\"}\\n")
}`;

export interface RsyslogOptions {
  /** Where every line is forwarded to, and with which template. */
  forward?: { port: number; template: string };
  /** Folds equal messages into one line. */
  folds?: boolean;
}

/** Starts rsyslog with a file for each of its formats. */
export async function startRsyslogReceiver(folder: string, options: RsyslogOptions = {}): Promise<Receiver> {
  skipWithout('rsyslogd');
  const { forward, folds = false } = options;
  const port = await freePort();
  const files = new Map(RSYSLOG_FILES.map(([format]) => [format, join(folder, `${format}.log`)]));
  const actions = RSYSLOG_FILES.map(
    ([format, template]) => `action(type="omfile" file="${files.get(format) ?? ''}" template="${template}")`,
  );
  if (forward !== undefined) {
    actions.push(
      `action(type="omfwd" target="127.0.0.1" port="${String(forward.port)}" protocol="udp" template="${forward.template}")`,
    );
  }
  const configuration = configure(
    folder,
    `${folds ? '$RepeatedMsgReduction on\n' : ''}global(workDirectory="${folder}" net.enableDNS="off")
module(load="imudp")
${OBJECTS}
input(type="imudp" port="${String(port)}" address="127.0.0.1")
${actions.join('\n')}
`,
  );
  return receiving(new Receiver(runRsyslog(configuration, folder), port, files), 'file');
}

/** Starts syslog-ng with a file in its own format and one of objects. */
export async function startSyslogNgReceiver(folder: string, parsing: 'network' | 'syslog'): Promise<Receiver> {
  skipWithout('syslog-ng');
  const port = await freePort();
  const files = new Map(['file', 'iso', 'json'].map((format) => [format, join(folder, `${format}.log`)]));
  const file = (format: string, template = '') => `file("${files.get(format) ?? ''}"${template});`;
  const flags = parsing === 'syslog' ? ' flags(syslog-protocol)' : '';
  const configuration = configure(
    folder,
    `@version: 3.38
options { keep-hostname(yes); use-dns(no); stats-freq(0); };
source in { network(ip("127.0.0.1") port(${String(port)}) transport("udp")${flags}); };
destination out {
  ${file('file')}
  ${file('iso', ' template("\${ISODATE} \${HOST} \${MSGHDR}\${MSG}\\n")')}
  ${file('json', ' template("$(format-json --scope rfc5424)\\n")')}
};
log { source(in); destination(out); };
`,
  );
  return receiving(new Receiver(runSyslogNg(configuration, folder), port, files), 'file');
}

/** Sends lines, each in a datagram. */
export async function sendDatagrams(port: number, lines: readonly string[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const line of lines) {
    await new Promise<void>((resolve, reject) => {
      socket.send(line, port, '127.0.0.1', (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  }
  socket.close();
}

function configure(folder: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  const configuration = join(folder, 'receiver.conf');
  writeFileSync(configuration, text);
  return configuration;
}

/** Resolves once a datagram arrives in a file: nothing else tells that the port is open. */
async function receiving(receiver: Receiver, format: string): Promise<Receiver> {
  await eventually('the receiver', async () => {
    await sendDatagrams(receiver.port, ['<134>probe: are you there?']);
    return receiver.lines(format).length > 0;
  });
  return receiver;
}
