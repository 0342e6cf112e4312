import type { Severity } from '@tunnelwatch/shared/severity';

/** One form of what receivers put in front of a message, and what must be read from it. */
export interface Prefix {
  readonly name: string;
  /** The line for a body that begins with its category (`IPSEC: …`). */
  readonly write: (body: string) => string;
  readonly gateway: string;
  readonly member: string | null;
  readonly time: number;
  /** The receiver's stamp where the device's own stands beside it; null for the arrival. */
  readonly receivedTime: number | null;
  /** What the prefix says about severity: the syslog PRI, or a word in a tab field. */
  readonly severity: Severity | null;
}

/** 10 February 2026, the given time in UTC. */
const at = (hour: number, minute: number, second: number, milliseconds = 0): number =>
  Date.UTC(2026, 1, 10, hour, minute, second, milliseconds);

/** The gateway of lines that name none. */
export const FALLBACK_GATEWAY = 'gw-raw';

/** The zone of stamps that carry none: one hour ahead of UTC in February. */
export const TIME_ZONE = 'Europe/Stockholm';

/** A minute after the newest stamp. */
export const ARRIVAL = at(17, 59, 0);

const RFC_5424 = {
  gateway: 'gw-north',
  member: null,
  time: at(17, 57, 45, 970),
  receivedTime: null,
} as const;

const RFC_3164 = { gateway: 'gw-south', member: 'Master', time: at(17, 57, 45), receivedTime: null } as const;

const RAW = { gateway: FALLBACK_GATEWAY, member: null, time: at(17, 57, 40), receivedTime: null } as const;

const JSON_OBJECT = {
  gateway: 'gw-south',
  member: 'Slave',
  time: at(17, 57, 45),
  receivedTime: null,
  severity: null,
} as const;

const inJson = (body: string): string => `Feb 10 18:57:45 gw-south_Slave EFW: ${body}`;

/** The eight shapes, those with an optional PRI in both forms, JSON with each of its three names. PRI 134 is local0.info. */
export const PREFIXES: readonly Prefix[] = [
  {
    ...RFC_5424,
    name: 'RFC 5424 with PRI',
    severity: 'information',
    write: (body) => `<134>1 2026-02-10T18:57:45.970+01:00 gw-north EFW - - - ${body}`,
  },
  {
    ...RFC_5424,
    name: 'RFC 5424',
    severity: null,
    write: (body) => `1 2026-02-10T18:57:45.970+01:00 gw-north EFW - - - ${body}`,
  },
  {
    ...RFC_3164,
    name: 'RFC 3164 with PRI',
    severity: 'information',
    write: (body) => `<134>Feb 10 18:57:45 gw-south_Master EFW: ${body}`,
  },
  { ...RFC_3164, name: 'RFC 3164', severity: null, write: (body) => `Feb 10 18:57:45 gw-south_Master EFW: ${body}` },
  {
    name: 'the stamp of the receiver, then that of the device',
    write: (body) => `Feb 10 18:57:47 gw-south_Slave [2026-02-10 17:57:45] EFW: ${body}`,
    gateway: 'gw-south',
    member: 'Slave',
    time: at(17, 57, 45),
    receivedTime: at(17, 57, 47),
    severity: null,
  },
  {
    ...RAW,
    name: 'raw from the device with PRI',
    severity: 'information',
    write: (body) => `<134>[2026-02-10 17:57:40] EFW: ${body}`,
  },
  { ...RAW, name: 'raw from the device', severity: null, write: (body) => `[2026-02-10 17:57:40] EFW: ${body}` },
  {
    name: 'with a year',
    write: (body) => `Feb 10 2026 18:57:45 gw-east EFW: ${body}`,
    gateway: 'gw-east',
    member: null,
    time: at(17, 57, 45),
    receivedTime: null,
    severity: null,
  },
  {
    name: 'the file format of rsyslog',
    write: (body) => `2026-02-10T18:57:45.970123+01:00 GW_west EFW: ${body}`,
    gateway: 'GW_west',
    member: null,
    time: at(17, 57, 45, 970),
    receivedTime: null,
    severity: null,
  },
  {
    name: 'Kiwi, tab separated',
    write: (body) => `2026-02-10 18:57:45\tLocal0.Notice\t192.0.2.7\t[2026-02-10 17:55:40] EFW: ${body}`,
    gateway: '192.0.2.7',
    member: null,
    time: at(17, 55, 40),
    receivedTime: at(17, 57, 45),
    severity: 'notice',
  },
  {
    ...JSON_OBJECT,
    name: 'JSON, message',
    write: (body) => JSON.stringify({ '@timestamp': '2026-02-10T17:58:00Z', message: inJson(body) }),
  },
  { ...JSON_OBJECT, name: 'JSON, msg', write: (body) => JSON.stringify({ msg: inJson(body), facility: 'local0' }) },
  {
    ...JSON_OBJECT,
    name: 'JSON, MESSAGE',
    severity: 'information',
    write: (body) => JSON.stringify({ PRIORITY: 6, MESSAGE: inJson(body) }),
  },
];
