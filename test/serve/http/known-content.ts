import type { FailureClass } from '@tunnelwatch/shared/failure-class';
import { type Severity, severityRank } from '@tunnelwatch/shared/severity';

/** An event of the known content, and what must be found under which filter. */
export interface KnownEvent {
  line: string;
  /** Epoch ms. */
  time: number;
  gateway: string;
  matchkey: string | null;
  iface: string | null;
  messageId: number;
  class: FailureClass;
  severity: Severity;
}

/** Names that URLs, pages, spreadsheets and objects take for something else. */
export const HOSTILE_NAMES = [
  '',
  '.',
  '..',
  '~',
  '~x',
  '~.',
  'a/b',
  'a%2Fb',
  '%2F',
  '%',
  'a b',
  'a+b',
  'a?b#c',
  'ü😀',
  '<img src=x onerror=alert(1)>',
  '"quoted"',
  'back\\slash',
  '__proto__',
  'constructor',
  '=1+1',
  '+1',
  '-1',
  '@x',
] as const;

export const BASE_TIME = Date.UTC(2026, 1, 10, 8, 0, 0);

/** The four 64-bit numbers and what they are in decimal. */
export const NUMBERS = {
  seqno: ['18446744073709551615', '18446744073709551615'],
  windowbase: ['0xffffffffffffff00', '18446744073709551360'],
  windowsize: ['00064', '64'],
  len: ['9007199254740993', '9007199254740993'],
} as const;

const KINDS = [
  { id: 278, class: 'replay', severity: 'notice' },
  { id: 611, class: 'integrity', severity: 'notice' },
  { id: 264, class: 'malformed', severity: 'notice' },
  { id: 768, class: 'ecn', severity: 'warning' },
  { id: 99_999, class: 'unknown', severity: 'information' },
] as const;

/** Six hours of events, the same every time: tunnels of two gateways, interfaces, and one gateway's own. */
export const KNOWN: readonly KnownEvent[] = [
  ...Array.from({ length: 700 }, (_, at) => tunnelEvent(at)),
  ...Array.from({ length: 9 }, (_, at) => interfaceEvent(at)),
  ...Array.from({ length: 3 }, (_, at) => gatewayEvent(at)),
];

/** The content of the file, with lines in between that are no events. */
export const CONTENT = [
  ...KNOWN.map((event) => event.line),
  '',
  'rubbish',
  `${stamp(BASE_TIME)} gw.one EFW: CONN: prio=1 id=600001 event=conn_open`,
]
  .map((line) => `${line}\n`)
  .join('');

type Condition = (event: KnownEvent, value: string) => boolean;

/** What each filter asks of an event. */
const CONDITIONS: Readonly<Record<string, Condition>> = {
  gateway: (event, value) => event.gateway === value,
  matchkey: (event, value) => event.matchkey === value,
  iface: (event, value) => event.iface === value,
  messageId: (event, value) => event.messageId === Number(value),
  class: (event, value) => event.class === value,
  // The test's own filters: what stands here is a severity.
  severity: (event, value) => severityRank(event.severity) >= severityRank(value as Severity),
  from: (event, value) => event.time >= timeOf(value),
  to: (event, value) => event.time < timeOf(value),
  q: (event, value) => event.line.toLowerCase().includes(value.toLowerCase()),
};

/** Events that a filter must leave, newest first; of two at the same time, the one that was stored later. */
export function knownUnder(filter: Readonly<Record<string, string>>): KnownEvent[] {
  const fits = (event: KnownEvent) =>
    Object.entries(filter).every(([name, value]) => CONDITIONS[name]?.(event, value) === true);
  return KNOWN.map((event, at) => ({ event, at }))
    .filter(({ event }) => fits(event))
    .sort((a, b) => b.event.time - a.event.time || b.at - a.at)
    .map(({ event }) => event);
}

function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
}

function tunnelEvent(at: number): KnownEvent {
  const kind = KINDS[(at * 7) % KINDS.length] ?? KINDS[0];
  // Every tenth comes late, and some share their time.
  const time = BASE_TIME + Math.floor((at * 30_000) / (at % 10 === 0 ? 2 : 1) / 90_000) * 90_000;
  const gateway = at % 3 === 0 ? 'gw.two' : 'gw.one';
  const matchkey = HOSTILE_NAMES[(at * 5) % HOSTILE_NAMES.length] ?? '';
  const prio = at % 50 === 0 ? 4 : severityRank(kind.severity);
  const fields = [`prio=${String(prio)}`, `id=${String(kind.id)}`, `matchkey=${quoted(matchkey)}`, '__proto__=1'];
  const numbers = Object.entries(NUMBERS).map(([name, [written]]) => `${name}=${written}`);
  return {
    line: `${stamp(time)} ${gateway} EFW: IPSEC: ${[...fields, ...numbers].join(' ')} nr=${String(at)}`,
    time,
    gateway,
    matchkey,
    iface: null,
    messageId: kind.id,
    class: kind.class,
    severity: prio === 4 ? 'error' : kind.severity,
  };
}

function interfaceEvent(at: number): KnownEvent {
  const time = BASE_TIME + at * 3_600_000 * 0.5;
  const iface = at % 2 === 0 ? 'wan' : 'a b';
  const fields = `prio=5 id=1682 table=main network=192.0.2.0/24 iface=${quoted(iface)}`;
  return {
    line: `${stamp(time)} gw.one EFW: IPSEC: ${fields}`,
    time,
    gateway: 'gw.one',
    matchkey: null,
    iface,
    messageId: 1682,
    class: 'routing',
    severity: 'critical',
  };
}

function gatewayEvent(at: number): KnownEvent {
  const time = BASE_TIME + at * 60_000;
  return {
    line: `${stamp(time)} gw.three EFW: IPSEC: prio=3 id=632 size=100 new=200`,
    time,
    gateway: 'gw.three',
    matchkey: null,
    iface: null,
    messageId: 632,
    class: 'memory',
    severity: 'warning',
  };
}

function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** The head of a line in rsyslog's file format. */
function stamp(time: number): string {
  return new Date(time).toISOString().replace('Z', '000+00:00');
}
