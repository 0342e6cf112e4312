/** A line as programs between a gateway and us write it, and what must be read from it. */
export interface FieldShape {
  readonly name: string;
  readonly line: string;
  readonly gateway: string;
  /** By the stamp nearest to the message; null for the arrival, where no stamp stands in the line. Epoch ms. */
  readonly time: number | null;
  /** When the next receiver had it; null for the arrival. Epoch ms. */
  readonly receivedTime: number | null;
  readonly member?: string;
  /** The last receiver first. */
  readonly relays?: readonly string[];
  readonly repeats?: number;
}

/** The gateway of lines that name none. */
export const SHAPE_HINT = 'gw-of-the-file';
/** When all of them arrive. */
export const SHAPE_ARRIVAL = Date.UTC(2026, 10, 29, 6, 0, 30);

export const SHAPE_BODY =
  'IPSEC: prio=2 id=278 rev=1 event="Anti-replay check failed" action=drop seqno=7 windowbase=900 windowsize=64 matchkey=a1';
const M = SHAPE_BODY;
/** The same, written into a text in quotation marks. */
const ESCAPED = M.replaceAll('"', '\\"');

/** 29 November 2026, the given time in UTC. */
const at = (hour: number, minute: number, second: number, millisecond = 0): number =>
  Date.UTC(2026, 10, 29, hour, minute, second, millisecond);
const SIX = at(6, 0, 0);

type Becomes = Partial<Omit<FieldShape, 'name' | 'line'>>;

/** A line of gw1 at six o'clock, unless it says otherwise. */
function shape(name: string, line: string, becomes: Becomes = {}): FieldShape {
  return { name, line, gateway: 'gw1', time: SIX, receivedTime: null, ...becomes };
}

const object = (name: string, fields: unknown, becomes: Becomes = {}): FieldShape =>
  shape(name, JSON.stringify(fields), { time: null, ...becomes });

/** How a gateway names its program, as receivers hand that on. */
const MARKS = ['EFW:', 'EFW', 'EFW[123]:', 'EFW[123]', 'EFW: ', 'EFW :'];
/** Stamp and host as receivers write them. */
const HEADERS: readonly [name: string, header: string, time: number][] = [
  ['RFC 3164', 'Nov 29 06:00:00 gw1', SIX],
  ['RFC 3164 with PRI', '<134>Nov 29 06:00:00 gw1', SIX],
  ["rsyslog's file format", '2026-11-29T06:00:00.123456+00:00 gw1', SIX + 123],
  ['RFC 3339 with Z', '2026-11-29T06:00:00Z gw1', SIX],
  ['a year in the middle', 'Nov 29 2026 06:00:00 gw1', SIX],
];

const TAGS: readonly FieldShape[] = HEADERS.flatMap(([name, header, time]) =>
  MARKS.map((mark) => shape(`${name}, the tag "${mark}"`, `${header} ${mark} ${M}`, { time })),
);

const STAMPS: readonly FieldShape[] = (
  [
    ['a zone', 'Nov 29 06:00:00.123 CET', at(5, 0, 0, 123)],
    ['UTC', 'Nov 29 06:00:00 UTC', SIX],
    ['summer time of the Pacific', 'Nov 29 2026 06:00:00 PDT', at(13, 0, 0)],
    ['hours alone', '2026-11-29T06:00:00+01', at(5, 0, 0)],
    ['an offset apart', '2026-11-29 06:00:00 +0100', at(5, 0, 0)],
    ['an offset apart, with a colon', '2026-11-29 06:00:00 -03:30', at(9, 30, 0)],
    ['an offset and a zone', '2026-11-29 06:00:00 +0100 UTC', at(5, 0, 0)],
    ['an offset and its name', '2026-11-29 06:00:00.5 +0200 EET', at(4, 0, 0, 500)],
    ['asctime', 'Sun Nov 29 06:00:00 2026', SIX],
    ['a day of the week', 'Sun Nov 29 06:00:00', SIX],
    ['RFC 5322', 'Sun, 29 Nov 2026 06:00:00 +0100', at(5, 0, 0)],
    ['the log of a web server', '29/Nov/2026:06:00:00 +0000', SIX],
    ['day and month as numbers', '29-11-2026 06:00:00', SIX],
    ['month and day as numbers', '11-29-2026 06:00:00', SIX],
    ['full stops', '29.11.2026 06:00:00', SIX],
    ['slashes', '2026/11/29 06:00:00', SIX],
    ['a clock of twelve hours', '11/29/2026 6:00:00 AM', SIX],
    ['a clock of twelve hours, at night', '11/29/2026 12:00:05 am', at(0, 0, 5)],
    ['the basic form', '20261129T060000Z', SIX],
    ['a comma before the fraction', '2026-11-29 06:00:00,250', SIX + 250],
    ['seconds since 1970', '1795932000', SIX],
    ['seconds with a fraction', '1795932000.125', SIX + 125],
    ['milliseconds since 1970', '1795932000125', SIX + 125],
    ['brackets that are not the gateway’s', '[29/Nov/2026:06:00:00 +0000]', SIX],
  ] as const
).map(([name, stamp, time]) => shape(`the stamp with ${name}`, `${stamp} gw1 EFW: ${M}`, { time }));

const FOLDED: readonly FieldShape[] = [
  shape('rsyslog', `Nov 29 06:00:00 gw1 EFW: message repeated 5 times: [ ${M}]`, { repeats: 5 }),
  shape('without a colon behind the tag', `Nov 29 06:00:00 gw1 EFW message repeated 2 times: [ ${M}]`, { repeats: 2 }),
  shape('with a pid', `2026-11-29T06:00:00Z gw1 EFW[9]: message repeated 120 times: [ ${M} ]`, { repeats: 120 }),
  shape('of a relay', `<133>Nov 29 06:00:00 r1 <133>Nov 29 05:59:58 gw1 EFW: message repeated 3 times: [${M}]`, {
    repeats: 3,
    time: at(5, 59, 58),
    receivedTime: SIX,
    relays: ['r1'],
  }),
  object(
    'in an object',
    { host: 'gw1', programname: 'EFW', message: ` message repeated 4 times: [ ${M}]` },
    { repeats: 4 },
  ),
].map((each) => ({ ...each, name: `folded: ${each.name}` }));

const MESSAGE_NAMES = ['message', 'msg', 'MESSAGE', 'Message', '@message', 'short_message', '_msg', 'log', 'text'];
const HOST_NAMES = ['hostname', 'Hostname', 'HOST', 'source_ip', 'fromhost-ip', '_HOSTNAME', 'fromhost'];

const OBJECTS: readonly FieldShape[] = [
  ...MESSAGE_NAMES.map((name) => object(`the message as ${name}`, { host: 'gw1', [name]: `EFW: ${M}` })),
  ...HOST_NAMES.map((name) => object(`the host as ${name}`, { [name]: 'gw1', message: `EFW: ${M}` })),
  object('rsyslog: a blank in front', { host: 'gw1', programname: 'EFW', message: ` ${M}` }),
  object(
    'GELF',
    { version: '1.1', host: 'gw1', short_message: `EFW: ${M}`, timestamp: 1795932000.5, level: 5 },
    { time: SIX + 500 },
  ),
  object('NXLog', { Hostname: 'gw1', EventTime: '2026-11-29 06:00:00', Message: `EFW: ${M}` }, { time: SIX }),
  object('ECS', { log: { syslog: { hostname: 'gw1' } }, host: { ip: ['192.0.2.9'] }, message: `EFW: ${M}` }),
  object('ECS with full stops in its names', { 'log.syslog.hostname': 'gw1', message: `EFW: ${M}` }),
  object('ECS, an address', { host: { ip: ['192.0.2.7'] }, message: `EFW: ${M}` }, { gateway: '192.0.2.7' }),
  object(
    'ECS, the original event',
    { event: { original: `Nov 29 06:00:00 gw1 EFW: ${M}` }, agent: { hostname: 'collector1' } },
    { time: SIX },
  ),
  object(
    'ECS, where the message came from',
    { log: { source: { address: '192.0.2.7:51443' } }, message: `EFW: ${M}` },
    { gateway: '192.0.2.7' },
  ),
  object(
    'VictoriaLogs',
    { _msg: `EFW: ${M}`, _time: '2026-11-29T06:00:00Z', hostname: 'gw1', _stream: '{}' },
    { time: SIX },
  ),
  object(
    'HEC',
    { event: `<133>Nov 29 06:00:00 gw1 EFW: ${M}`, time: 1795932001, host: 'hec1', source: 'udp:514' },
    { time: SIX, relays: ['hec1'] },
  ),
  object('HEC, an object as event', { event: { message: `EFW: ${M}`, hostname: 'gw1' }, source: '/var/log/x' }),
  object('Splunk', { _raw: `Nov 29 06:00:00 gw1 EFW: ${M}`, source: 'udp:514' }, { time: SIX }),
  object('Splunk, a result', { result: { _raw: `Nov 29 06:00:00 gw1 EFW: ${M}` } }, { time: SIX }),
  object('Vector', { host: '192.0.2.7:51443', message: `EFW: ${M}`, source_type: 'socket' }, { gateway: '192.0.2.7' }),
  object('Vector, IPv6', { host: '[2001:db8::7]:51443', message: `EFW: ${M}` }, { gateway: '2001:db8::7' }),
  object(
    'journald',
    {
      MESSAGE: M,
      _HOSTNAME: 'gw1',
      SYSLOG_IDENTIFIER: 'EFW',
      __REALTIME_TIMESTAMP: '1795932000123456',
      PRIORITY: '5',
    },
    { time: SIX + 123 },
  ),
  object(
    'syslog-ng, of a raw line that it took for a tag and a pid',
    { PID: '2026-11-29', MESSAGE: `06:00:00] EFW: ${M}`, HOST: '192.0.2.7', DATE: 'Nov 29 06:00:02' },
    { gateway: '192.0.2.7', time: SIX, receivedTime: at(6, 0, 2) },
  ),
  object('OpenTelemetry, a body', { body: { stringValue: `Nov 29 06:00:00 gw1 EFW: ${M}` } }, { time: SIX }),
  object(
    'OpenTelemetry, resources',
    {
      resourceLogs: [
        {
          resource: { attributes: [{ key: 'host.name', value: { stringValue: 'gw1' } }] },
          scopeLogs: [{ logRecords: [{ timeUnixNano: '1795932000123456789', body: { stringValue: `EFW: ${M}` } }] }],
        },
      ],
    },
    { time: SIX + 123 },
  ),
  object('under a name that nobody knows', { payload: { content: `Nov 29 06:00:00 gw1 EFW: ${M}` } }, { time: SIX }),
  object('a text of an object', { log: JSON.stringify({ message: `EFW: ${M}`, host: 'gw1' }) }),
  object(
    'three times',
    { log: `${JSON.stringify({ msg: JSON.stringify({ message: `Nov 29 06:00:00 gw1 EFW: ${M}` }) })}\n` },
    { time: SIX },
  ),
  shape('@cee', `@cee: ${JSON.stringify({ host: 'gw1', msg: `EFW: ${M}` })}`, { time: null }),
  shape('@cee without a blank', `@cee:${JSON.stringify({ host: 'gw1', msg: `EFW: ${M}` })}`, { time: null }),
  shape(
    'a header in front',
    `Nov 29 06:00:00 collector1 vector[3]: ${JSON.stringify({ host: 'gw1', message: `EFW: ${M}` })}`,
    { relays: ['collector1'] },
  ),
  shape(
    'a header, @cee, a header',
    `<133>Nov 29 06:00:00 r1 app: @cee:${JSON.stringify({ message: `Nov 29 05:59:00 gw1 EFW: ${M}` })}`,
    { time: at(5, 59, 0), relays: ['r1'] },
  ),
  shape('white space around', `  ${JSON.stringify({ host: 'gw1', message: `EFW: ${M}\r\n` })}  `, { time: null }),
].map((each) => ({ ...each, name: `an object: ${each.name}` }));

const CONTAINERS: readonly FieldShape[] = [
  object(
    'Docker',
    { log: `<133>1 2026-11-29T06:00:00Z gw1 EFW - - - ${M}\n`, stream: 'stdout', time: '2026-11-29T06:00:01Z' },
    { time: SIX },
  ),
  object('Docker, RFC 3164', { log: `<133>Nov 29 06:00:00 gw1 EFW: ${M}\n`, stream: 'stderr' }, { time: SIX }),
  shape('CRI', `2026-11-29T06:00:00.1Z stdout F Nov 29 05:59:59 gw2 EFW: ${M}`, {
    gateway: 'gw2',
    time: at(5, 59, 59),
    receivedTime: SIX + 100,
  }),
  shape(
    'CRI, nanoseconds and RFC 5424',
    `2026-11-29T06:00:00.123456789Z stderr F <133>1 2026-11-29T05:59:59Z gw1 EFW - - - ${M}`,
    {
      time: at(5, 59, 59),
      receivedTime: SIX + 123,
    },
  ),
  shape('CRI, a raw line', `2026-11-29T06:00:00+00:00 stdout F [2026-11-29 05:59:50] EFW: ${M}`, {
    gateway: SHAPE_HINT,
    time: at(5, 59, 50),
    receivedTime: SIX,
  }),
].map((each) => ({ ...each, name: `a container: ${each.name}` }));

const RELAYED: Becomes = { time: at(5, 59, 58), receivedTime: SIX, relays: ['relay1'] };
const OUTER = [
  'Nov 29 06:00:00 relay1',
  '<133>Nov 29 06:00:00 relay1',
  '2026-11-29T06:00:00+00:00 relay1',
  'Nov 29 06:00:00 relay1 syslog:',
  '<134>1 2026-11-29T06:00:00Z relay1 rsyslogd - - -',
  '<134>1 2026-11-29T06:00:00Z relay1 - - - [origin ip="192.0.2.1"]',
];
const INNER = [
  '<133>Nov 29 05:59:58 gw1 EFW:',
  'Nov 29 05:59:58 gw1 EFW[1]:',
  '<133>1 2026-11-29T05:59:58Z gw1 EFW - - -',
  '1 2026-11-29T05:59:58.000+00:00 gw1 EFW 12 ID47 [x@32473 a="b"]',
];

const RELAYS: readonly FieldShape[] = [
  ...OUTER.flatMap((outer) => INNER.map((inner) => shape(`${outer} ${inner}`, `${outer} ${inner} ${M}`, RELAYED))),
  shape('two of them', `<133>Nov 29 06:00:00 r1 <133>Nov 29 05:59:59 r2 <133>Nov 29 05:59:58 gw1 EFW: ${M}`, {
    ...RELAYED,
    receivedTime: at(5, 59, 59),
    relays: ['r1', 'r2'],
  }),
  shape('an address behind the relay', `Nov 29 06:00:00 relay1 192.0.2.7 [2026-11-29 05:59:58] EFW: ${M}`, {
    ...RELAYED,
    gateway: '192.0.2.7',
  }),
  shape('a name behind the relay', `Nov 29 06:00:00 relay1 gw1 [2026-11-29 05:59:58] EFW: ${M}`, RELAYED),
  shape('the host twice', `Nov 29 06:00:00 gw1 gw1 EFW: ${M}`),
  shape('the host twice, once in full', `Nov 29 06:00:00 gw1.noc.example gw1 EFW: ${M}`),
  shape('a name and a colon alone', `gw9: EFW: ${M}`, { gateway: 'gw9', time: null }),
  shape('a name and a colon behind a stamp', `Nov 29 06:00:00 gw9: EFW: ${M}`, { gateway: 'gw9' }),
  shape('a name and a colon behind the relay', `Nov 29 06:00:00 relay1 gw9: EFW: ${M}`, {
    gateway: 'gw9',
    relays: ['relay1'],
  }),
  shape('an address and a colon', `Nov 29 06:00:00 relay1 192.0.2.7: EFW: ${M}`, {
    gateway: '192.0.2.7',
    relays: ['relay1'],
  }),
  shape('a program of the relay', `Nov 29 06:00:00 gw1 logger: EFW: ${M}`),
  shape('a program of the relay with a pid', `Nov 29 06:00:00 gw1 forwarder[77]: EFW: ${M}`),
  shape('the chain of syslog-ng', `Nov 29 06:00:00 relay1/gw1 EFW: ${M}`, { relays: ['relay1'] }),
  shape('the chain of syslog-ng with its source', `Nov 29 06:00:00 s_net@relay1/gw1 EFW: ${M}`, { relays: ['relay1'] }),
].map((each) => ({ ...each, name: `a relay: ${each.name}` }));

const KIWI: Becomes = { gateway: '192.0.2.7', time: at(5, 57, 0), receivedTime: SIX };
const DEVICE = `[2026-11-29 05:57:00] EFW: ${M}`;
const FIELDS = (date: string, separator: string) =>
  [`${date}${separator}06:00:00`, 'Local0.Notice', '192.0.2.7', DEVICE].join(separator);

const FILES: readonly FieldShape[] = [
  ...['2026-11-29', '29-11-2026', '11-29-2026', '29/11/2026', '11/29/2026', '29.11.2026', '2026/11/29'].flatMap(
    (date) => ['\t', ', ', ';'].map((separator) => shape(`${date}${separator}`, FIELDS(date, separator), KIWI)),
  ),
  shape('quoted', `"2026-11-29","06:00:00","Local0.Notice","192.0.2.7","${DEVICE.replaceAll('"', '""')}"`, KIWI),
  shape(
    'quoted where it must be',
    `2026-11-29 06:00:00,Local0.Notice,192.0.2.7,"${DEVICE.replaceAll('"', '""')}"`,
    KIWI,
  ),
  shape(
    'the original address',
    `2026-11-29\t06:00:00\tLocal0.Notice\t192.0.2.1\tOriginal Address=192.0.2.7 ${DEVICE}`,
    {
      ...KIWI,
      relays: ['192.0.2.1'],
    },
  ),
  shape('facility and level apart', `2026-11-29T06:00:00Z local0 notice gw1 EFW: ${M}`),
  shape('facility and level behind the host', `2026-11-29T06:00:00Z gw1 local0.notice EFW: ${M}`),
  shape('bars', `2026-11-29T06:00:00Z|gw1|local0|notice|EFW: ${M}`),
  shape('tabs', `Nov 29 06:00:00\tgw1\tEFW:\t${M}`),
  shape('a bare dash', `Nov 29 06:00:00 gw1 - EFW: ${M}`),
  shape('a bare colon', `Nov 29 06:00:00 gw1 : EFW: ${M}`),
  shape('no tag at all', `Nov 29 06:00:00 gw1 ${M}`),
  shape('pairs', `time="2026-11-29T06:00:00Z" level=info host=gw1 msg="EFW: ${ESCAPED}"`),
  shape('pairs, the message first', `ts=2026-11-29T06:00:00Z host=gw1 msg="EFW: ${ESCAPED}" caller=main.go:7`),
  shape('a sentence, which names nobody', `some text of a forwarder EFW: ${M}`, { gateway: SHAPE_HINT, time: null }),
].map((each) => ({ ...each, name: `a receiver's file: ${each.name}` }));

const WRITING: readonly FieldShape[] = [
  shape('#011 behind the tag', `Nov 29 06:00:00 gw1 EFW:#011${M}`),
  shape('#011 between the pairs', `Nov 29 06:00:00 gw1 EFW: ${M.replaceAll(/ (?=\w+=)/g, '#011')}`),
  shape('#015 at the end', `Nov 29 06:00:00 gw1 EFW: ${M}#015`),
  shape('#015#000 at the end', `Nov 29 06:00:00 gw1 EFW: ${M}#015#000`),
  shape('a written line end', `Nov 29 06:00:00 gw1 EFW: ${M}\\r\\n`),
  shape('NULs at the end', `Nov 29 06:00:00 gw1 EFW: ${M}\0\0`),
  shape('commas between the pairs', `Nov 29 06:00:00 gw1 EFW: ${M.replaceAll(/ (?=\w+=)/g, ', ').replace(':,', ':')}`),
  shape(
    'semicolons between the pairs',
    `Nov 29 06:00:00 gw1 EFW: ${M.replaceAll(/ (?=\w+=)/g, ';').replace(':;', ': ')}`,
  ),
  shape(
    'commas behind the first pairs only',
    `Nov 29 06:00:00 gw1 EFW: ${M.replaceAll(/ (?=(?:rev|event|action|seqno|windowbase|windowsize|matchkey)=)/g, ', ')}`,
  ),
  shape(
    'semicolons with blanks on both sides',
    `Nov 29 06:00:00 gw1 EFW: ${M.replaceAll(/ (?=(?:event|action|seqno|windowbase|windowsize|matchkey)=)/g, ' ; ')}`,
  ),
  shape('tabs between the pairs', `Nov 29 06:00:00 gw1 EFW: ${M.replaceAll(/ (?=\w+=)/g, '\t')}`),
  shape('a text in quotation marks', JSON.stringify(`Nov 29 06:00:00 gw1 EFW: ${M}`)),
].map((each) => ({ ...each, name: `writing: ${each.name}` }));

const NAMES: readonly FieldShape[] = [
  shape('a member of a pair', `Nov 29 06:00:00 gw1_Master EFW: ${M}`, { member: 'Master' }),
  shape('a member of a pair with its domain', `Nov 29 06:00:00 gw1_Slave.noc.example EFW: ${M}`, {
    gateway: 'gw1.noc.example',
    member: 'Slave',
  }),
  shape('that of the program', `Nov 29 06:00:00 EFW EFW: ${M}`, { gateway: 'EFW' }),
  shape('IPv4 written as IPv6', `Nov 29 06:00:00 ::ffff:192.0.2.7 EFW: ${M}`, { gateway: '192.0.2.7' }),
  shape('IPv6 with zeros', `Nov 29 06:00:00 2001:0DB8:0:0:0:0:0:7 EFW: ${M}`, { gateway: '2001:db8::7' }),
  shape('an address with a port', `Nov 29 06:00:00 192.0.2.7:51443 EFW: ${M}`, { gateway: '192.0.2.7' }),
].map((each) => ({ ...each, name: `a name: ${each.name}` }));

/** Every kind of writing that receivers, relays, shippers and containers put around a message. */
export const FIELD_SHAPES: readonly FieldShape[] = [
  ...TAGS,
  ...STAMPS,
  ...FOLDED,
  ...OBJECTS,
  ...CONTAINERS,
  ...RELAYS,
  ...FILES,
  ...WRITING,
  ...NAMES,
];
