import { severityFromWord, type Severity } from '@tunnelwatch/shared/severity';
import { hostOf, isAddress } from './address.js';

/** What one word in front of a message is; `nothing` for writing that says nothing about the sender. */
export type HeaderWord =
  | { kind: 'host'; host: string }
  /** `gw9:`, which is a host where none was named before, else the tag of a program. */
  | { kind: 'tag'; name: string }
  /** `Original Address=192.0.2.7`, `host=gw1`: whoever sent the line to the one who wrote what is around it. */
  | { kind: 'origin'; host: string }
  /** `relay1/gw1`, as syslog-ng writes the last relay and the first host with `chain_hostnames()`. */
  | { kind: 'chain'; hosts: readonly string[] }
  | { kind: 'severity'; severity: Severity }
  | { kind: 'nothing' };

const NOTHING: HeaderWord = { kind: 'nothing' };
/** With a level behind it, in brackets, or with a colon. */
const FACILITY =
  /^<?(?:local[0-7]|kern(?:el)?|user|mail|daemon|system\d?|auth(?:priv)?|security\d?|syslog|lpr|news|uucp|cron|clock\d?|ftp|ntp|(?:log)?audit|(?:log)?alert|console)(?:[.:/|]([A-Za-z]{3,13}))?>?:?$/i;
/** Most words are names of hosts that nothing else looks like. */
const PLAIN = /^[A-Za-z][\w-]*$/;
/** `EFW[123]:`, `rsyslogd[7]`, `app(12):`. */
const WITH_PID = /^[^\s[\](){}=]{1,64}(?:\[\d{1,10}\]|\(\d{1,10}\)):?$/;
const ORIGIN = /^(?:Address|host|hostname|fromhost(?:-ip)?|src_?(?:host|ip)|source_?(?:host|ip)|peer|from)=(.+)$/i;
const LEVEL = /^(?:level|lvl|severity|priority)=([A-Za-z]+)$/i;
/** Names are words or addresses; a source of syslog-ng may stand in front. */
const CHAIN = /^(?:[\w-]{1,64}@)?([\w.:-]{1,255}(?:\/[\w.:-]{1,255}){1,8})$/;
const PUNCTUATION = /^[-:.|/\\*>=~"']+$/;
const NUMBER = /^#?\d+[:.]?$/;
const STREAM = /^(?:stdout|stderr)$/;
/** Flags of containers' log lines, which stand behind the stream. */
const FLAG = /^[FP]$/;
/** A path, a query, a pair or a mark of another vendor is no name of a host. */
const NO_HOST = /[/\\=%@#$!?*{}<>()[\]"'`^~&]/;
/** Programs that relays and shippers name without a pid. */
const PROGRAMS: ReadonlySet<string> = new Set([
  'syslog',
  'syslogd',
  'rsyslogd',
  'rsyslog',
  'syslog-ng',
  'logger',
  'journal',
  'kernel',
  'docker',
  'dockerd',
  'containerd',
  'root',
  'snmptrapd',
  'fluentd',
  'fluent-bit',
  'vector',
  'filebeat',
  'logstash',
  'nxlog',
  'kiwi',
  'python',
  'systemd',
  'message',
  'msg',
  'log',
]);

/** Plain words that are levels, facilities, streams or programs. */
const NO_NAME: ReadonlySet<string> = new Set([
  ...PROGRAMS,
  ...Array.from({ length: 8 }, (_, number) => `local${String(number)}`),
  ...'debug info information informational notice warn warning err error crit critical alert emerg emergency'.split(
    ' ',
  ),
  ...'kern user mail daemon auth authpriv security lpr news uucp cron clock ftp ntp audit console'.split(' '),
  'stdout',
  'stderr',
  ...'system system0 system1 system2 system3 system4 logaudit logalert'.split(' '),
]);

/** What a word in front of a message is, by itself and by whether it stands behind a container's stream. */
export function readHeaderWord(word: string, isBehindStream: boolean): HeaderWord {
  if (isBehindStream && FLAG.test(word)) return NOTHING;
  if (PLAIN.test(word) && !NO_NAME.has(word.toLowerCase())) return { kind: 'host', host: word };
  return readLevel(word) ?? readPair(word) ?? readName(word);
}

/** A facility with or without a level, a level, a stream, or mere punctuation. */
function readLevel(word: string): HeaderWord | undefined {
  if (PUNCTUATION.test(word) || STREAM.test(word)) return NOTHING;
  const facility = FACILITY.exec(word);
  const severity = severityFromWord(facility?.[1] ?? LEVEL.exec(word)?.[1] ?? word);
  if (severity !== undefined) return { kind: 'severity', severity };
  return facility === null ? undefined : NOTHING;
}

/** Several hosts in one word, or one with its name in front. */
function readPair(word: string): HeaderWord | undefined {
  const origin = ORIGIN.exec(word)?.[1];
  if (origin !== undefined) return { kind: 'origin', host: hostOf(origin) };
  const chain = CHAIN.exec(word)?.[1]?.split('/');
  return chain === undefined ? undefined : { kind: 'chain', hosts: chain.length === 2 ? chain : chain.slice(-1) };
}

function readName(word: string): HeaderWord {
  const host = hostOf(word);
  const name = word.replace(/:$/, '');
  if (isAddress(host)) return { kind: 'host', host };
  if (isAddress(name)) return { kind: 'host', host: name };
  if (NUMBER.test(word) || NO_HOST.test(name) || WITH_PID.test(word) || PROGRAMS.has(name.toLowerCase()))
    return NOTHING;
  return word.endsWith(':') ? { kind: 'tag', name } : { kind: 'host', host: word };
}

/** True for a tag that names a host rather than a program: programs seldom have digits or domains in their names. */
export function isHostTag(name: string): boolean {
  return /[\d.]/.test(name);
}

/** True for the word that a container's log driver puts before its flag. */
export function isStream(word: string): boolean {
  return STREAM.test(word);
}
