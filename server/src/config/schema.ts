import { z } from 'zod';
import { aliasesSchema } from './aliases-schema.js';
import { auditSchema } from './audit-schema.js';
import { channelsSchema } from './channel-schema.js';
import { checkCluster, clusterSchema } from './cluster-schema.js';
import { diagnosisOverridesSchema } from '@tunnelwatch/shared/diagnosis-settings';
import { fromJson } from './from-json.js';
import { newNamesSchema } from './new-names-schema.js';
import { checkRoutes, routesSchema } from './route-schema.js';
import { rulesSchema } from './rules-schema.js';
import { settingNotes } from './setting-notes.js';
import { checkPeopleSettings, oidcSchema, sessionsSchema, tlsSchema, trustedProxiesSchema } from './people-schema.js';
import { sourceSchema, timeZoneSchema } from './source-schema.js';
import { syslogSchema } from './syslog-schema.js';

const MIB = 1024 * 1024;

const BASE_PATH = /^\/?(?:[\w~-][\w.~-]*(?:\/[\w~-][\w.~-]*)*\/?)?$/;

/** With a slash at both ends, as in `/` and `/tunnelwatch/`. */
function withSlashes(path: string): string {
  return `/${path}/`.replaceAll(/\/+/g, '/');
}

/** A URL of the pages that can be sent to others. */
function isPageAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password, search, hash } = new URL(url);
  return /^https?:$/.test(protocol) && username + password + search + hash === '' && !/[?#\s]/.test(url);
}

const SIZE = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*$/i;

/** `20 GB` and `20 GiB` as bytes; undefined for anything else. */
function bytesOf(text: string): number | undefined {
  const [, number, unit = '', binary] = SIZE.exec(text) ?? [];
  if (number === undefined) return undefined;
  const base = binary === '' ? 1000 : 1024;
  return Math.round(Number(number) * base ** ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase()));
}

/** Bytes, as a number or in words. */
const sizeSchema = z.preprocess(
  (value) => (typeof value === 'string' ? bytesOf(value) : value),
  z.number().int().min(100_000_000).max(Number.MAX_SAFE_INTEGER),
);

/** Every setting. Its path here is its path in the file; flag and environment variable are derived from it. */
export const settingsSchema = z
  .strictObject({
    data: z.string().min(1).default('./data').register(settingNotes, {
      what: 'Folder for the store and the control socket; nothing is written outside it.',
      unit: null,
      expects: 'the path of a folder',
      why: 'A folder in the working directory is easy to find, back up and delete.',
    }),
    host: z
      .string()
      .regex(/^[\w.:%-]+$/)
      .default('127.0.0.1')
      .register(settingNotes, {
        what: 'Address to serve the pages on.',
        unit: null,
        expects: 'an IP address or a host name, without a port',
        why: 'Passwords should not cross a network in clear text: change it once TLS is configured or a proxy adds it.',
      }),
    port: z.number().int().min(0).max(65_535).default(8080).register(settingNotes, {
      what: 'TCP port to serve the pages on; 0 picks a free one.',
      unit: null,
      expects: 'a whole number from 0 to 65535',
      why: 'It needs no root privileges and is well known.',
    }),
    basePath: z.string().regex(BASE_PATH).transform(withSlashes).default('/').register(settingNotes, {
      what: 'Path to serve everything under, for a reverse proxy; leading and trailing slashes are added.',
      unit: null,
      expects: 'a path such as /tunnelwatch/, of letters, digits and . _ ~ -',
      why: 'Without a proxy the pages are served at the root.',
    }),
    publicUrl: z
      .string()
      .refine(isPageAddress)
      .transform((url) => `${url.replace(/\/+$/, '')}/`)
      .nullable()
      .default(null)
      .register(settingNotes, {
        what: 'URL at which users open the pages, including the base path; notifications link to it.',
        unit: null,
        expects: 'a URL that begins with http:// or https://, without user name, query or fragment',
        why: 'Behind a proxy the server cannot know it, and a broken link is useless.',
        example: 'https://noc.example/tunnelwatch/',
      }),
    insecureNoAuth: z.boolean().default(false).register(settingNotes, {
      what: 'Disables sign-in: everybody has admin access.',
      unit: null,
      expects: 'true or false',
      why: 'Anybody who can reach the port sees everything and can acknowledge alerts; this must be a deliberate choice.',
    }),
    openMetrics: z.boolean().default(false).register(settingNotes, {
      what: 'Allows anonymous access to /metrics; otherwise it requires a token with the role viewer or higher.',
      unit: null,
      expects: 'true or false',
      why: 'Metrics reveal the names of sources and channels, and Prometheus can send a token.',
    }),
    trustedProxies: trustedProxiesSchema,
    tls: tlsSchema,
    audit: auditSchema,
    sessions: sessionsSchema,
    oidc: oidcSchema,
    catalogue: z.string().min(1).nullable().default(null).register(settingNotes, {
      what: 'File (YAML or JSON) that adds messages to the catalogue or overrides fields of built-in ones; without it, the one that was imported into the data folder.',
      unit: null,
      expects: 'the path of a file',
      why: 'The built-in catalogue has the 23 messages of the reference guide and needs nothing else.',
      example: './catalogue.yaml',
    }),
    sources: z.array(sourceSchema).default([]).register(settingNotes, {
      what: 'What is read: each entry has files (paths, globs, folders and pipes) or listen (syslog over the network), plus the optional keys described above.',
      unit: null,
      expects: 'a list of entries with files or listen, and optionally gateway, timeZone or format',
      why: 'A first start with nothing configured shows the demo.',
      example: "[{ files: ['/var/log/gateways/*.log'], gateway: gw1 }, { listen: 'udp://0.0.0.0:514' }]",
      environmentName: 'TUNNELWATCH_FILES',
    }),
    aliases: aliasesSchema.register(settingNotes, {
      what: 'Other names of gateways: what a log says under the first name belongs to the gateway after the colon, what is stored included.',
      unit: null,
      expects: 'names as logs write them, each with the name of its gateway; JSON in a flag or variable',
      why: 'Names that differ only in case or domain are one gateway anyway, and only you know which others are.',
      example: '{ old-fw: gw1, 192.0.2.7: gw2 }',
    }),
    timeZone: z
      .union([z.literal('system'), timeZoneSchema])
      .default('system')
      .register(settingNotes, {
        what: 'Time zone of time stamps without one, for sources that do not set their own.',
        unit: 'IANA time zone',
        expects: 'a time zone such as Europe/Stockholm or UTC, or system',
        why: 'A receiver writes its local time, and is usually this machine.',
      }),
    demo: z
      .union([z.boolean(), z.literal('auto')])
      .default('auto')
      .register(settingNotes, {
        what: 'Runs a simulated gateway instead of the sources; every page is marked DEMO, and nobody is notified.',
        unit: null,
        expects: 'true, false or auto (true when there is no source, no configuration file and no stored line)',
        why: 'The first start shows the pages in use; a demo in the place of one’s own events would hide a mistake.',
      }),
    alerts: z.strictObject({
      pastAfterMinutes: z.number().int().min(1).max(525_600).default(15).register(settingNotes, {
        what: 'A line that is older than this on arrival is a late arrival: it appears in charts and history but raises no live alert.',
        unit: 'minutes',
        expects: 'a whole number of minutes from 1 to 525600',
        why: 'It is longer than typical clock skew and short restarts, and short enough that old files raise no alerts.',
      }),
      mostPerRule: z.number().int().min(10).max(100_000).default(500).register(settingNotes, {
        what: 'Maximum number of open alerts per rule; further ones are counted in a single alert that says so and names their subjects.',
        unit: 'alerts',
        expects: 'a whole number from 10 to 100000',
        why: 'More than the pages list are of no use, and forged names in log lines must not fill memory and disk.',
      }),
      maxWindowHours: z.number().int().min(1).max(720).default(24).register(settingNotes, {
        what: 'The longest maintenance window; Criticals within one are shown and, unless it says otherwise, notified.',
        unit: 'hours',
        expects: 'a whole number of hours from 1 to 720',
        why: 'A shift hands over what it has put aside: what takes longer is looked at again, and gets another window.',
      }),
      rules: rulesSchema.register(settingNotes, {
        what: 'Settings of the rate rules that differ from the defaults; settings made by an admin on the page take precedence.',
        unit: null,
        expects: 'rules by name, each with settings from docs/alert-rules.md; JSON in a flag or variable',
        why: 'The defaults suit a large network; the alarm budget of a rule (see the API) shows what other settings would have raised.',
        example: '{ rate-replay: { count: 5000 }, rate-ecn: { enabled: false } }',
      }),
    }),
    diagnosis: z.preprocess(fromJson, diagnosisOverridesSchema.default({})).register(settingNotes, {
      what: 'Diagnosis thresholds that differ from the defaults, and which edge of the window windowbase names.',
      unit: null,
      expects: 'thresholds by name, from docs/diagnosis.md; JSON in a flag or variable',
      why: 'They were validated on simulated tunnels with many rates and windows; your network may need others.',
      example: '{ windowbase: left, replaySeconds: 5 }',
    }),
    monitoring: z.strictObject({
      silenceSeconds: z.number().int().min(1).max(31_536_000).default(60).register(settingNotes, {
        what: 'A source or gateway that has been quiet for less than this is never reported as silent.',
        unit: 'seconds',
        expects: 'a whole number of seconds from 1 to 31536000',
        why: 'A minute is soon enough to notice, and longer than a receiver takes to restart.',
      }),
      silenceMultiple: z.number().min(1).max(100).default(3).register(settingNotes, {
        what: 'A source or gateway that has been quiet for less than this multiple of its usual quiet time is never reported as silent.',
        unit: null,
        expects: 'a number from 1 to 100',
        why: 'A source that logs once an hour must not raise an alert every hour, and three hours of silence mean that something is wrong.',
      }),
      silenceLearnSeconds: z.number().int().min(1).max(31_536_000).default(1800).register(settingNotes, {
        what: 'The usual quiet time is learned for at least this long before anything is reported as silent.',
        unit: 'seconds',
        expects: 'a whole number of seconds from 1 to 31536000',
        why: 'Half an hour shows the quiet times between most bursts; at least ten of them must also have been seen.',
      }),
      skewSeconds: z.number().int().min(1).max(31_536_000).default(120).register(settingNotes, {
        what: 'A gateway’s clock that is off by more than this raises an alert.',
        unit: 'seconds',
        expects: 'a whole number of seconds from 1 to 31536000',
        why: 'Some skew is normal without NTP; beyond two minutes, events of different gateways cannot be ordered.',
      }),
      skewHoldSeconds: z.number().int().min(0).max(86_400).default(300).register(settingNotes, {
        what: 'A gateway’s clock must be off for this long before the alert is raised.',
        unit: 'seconds',
        expects: 'a whole number of seconds from 0 to 86400',
        why: 'A relay delivering a backlog looks like a slow clock while it does so.',
      }),
      lagSeconds: z.number().int().min(1).max(86_400).default(10).register(settingNotes, {
        what: 'Lines that wait in a source for longer than this, for ten consecutive seconds, raise an alert.',
        unit: 'seconds',
        expects: 'a whole number of seconds from 1 to 86400',
        why: 'Lines are usually read within a second, and the screens must be current.',
      }),
      lagHighSeconds: z.number().int().min(1).max(604_800).default(60).register(settingNotes, {
        what: 'Lag above which the alert has priority high instead of medium.',
        unit: 'seconds',
        expects: 'a whole number of seconds from 1 to 604800',
        why: 'With a minute of lag, an operator acts on outdated information.',
      }),
    }),
    ingest: z.strictObject({
      maxLineBytes: z
        .number()
        .int()
        .min(256)
        .max(16 * MIB)
        .default(65_536)
        .register(settingNotes, {
          what: 'A longer line is truncated here, marked and counted; the next line is intact.',
          unit: 'bytes',
          expects: 'a whole number of bytes from 256 to 16777216',
          why: 'Syslog messages are far shorter, and memory stays bounded whatever a file contains.',
        }),
      pollMs: z.number().int().min(10).max(60_000).default(1000).register(settingNotes, {
        what: 'Interval at which every file is polled, in addition to file system notifications.',
        unit: 'milliseconds',
        expects: 'a whole number of milliseconds from 10 to 60000',
        why: 'Notifications can be missed, especially on network file systems; polling once a second costs next to nothing.',
      }),
      storeOther: z.boolean().default(false).register(settingNotes, {
        what: 'Also stores gateway messages of other categories, instead of only counting them.',
        unit: null,
        expects: 'true or false',
        why: 'Connection messages can outnumber IPsec messages a thousand to one.',
      }),
    }),
    retention: z.strictObject({
      maxAgeDays: z
        .union([z.literal('unlimited'), z.number().int().min(1).max(36_500)])
        .default(400)
        .register(settingNotes, {
          what: 'Events are removed when both their time and the time they were stored are older than this; alerts are kept.',
          unit: 'days',
          expects: 'a whole number of days from 1 to 36500, or unlimited',
          why: 'Audits require a year, and the same month of last year can still be compared.',
        }),
      maxSizeBytes: z
        .union([z.enum(['auto', 'unlimited']), sizeSchema])
        .default('auto')
        .register(settingNotes, {
          what: 'When the store exceeds this size, its oldest events are removed; auto is half of its disk.',
          unit: 'bytes',
          expects: 'a number of bytes such as 20 GB, at least 100 MB, or auto or unlimited',
          why: 'At about 12 bytes an event, weeks of flooding fit, and the other half remains for logs and backups: a full disk would stop reading.',
          example: '20 GB',
        }),
    }),
    syslog: syslogSchema,
    cluster: clusterSchema,
    newNames: newNamesSchema,
    notifications: channelsSchema.default([]).register(settingNotes, {
      what: 'Notification channels: each entry has a name and a kind (webhook, slack, teams, email, pagerduty, ntfy, alertmanager); docs/notifications.md lists the keys.',
      unit: null,
      expects: 'a list of channels',
      why: 'Nothing is sent unless you configure it.',
      example:
        "[{ name: noc, kind: webhook, url: 'https://noc.example/hook', secretFile: ./noc.secret, minPriority: high }]",
    }),
    routes: routesSchema.default([]).register(settingNotes, {
      what: 'Which alerts are sent to which channels: each is sent to the channels of the first route that matches it; docs/notifications.md lists the keys.',
      unit: null,
      expects: 'a list of routes',
      why: 'Without routes, and for alerts that no route matches, every channel is told.',
      example: '[{ channels: [noc], priorities: [urgent], escalateAfterMinutes: 10 }, { channels: [noc] }]',
    }),
    display: z.strictObject({
      staleAfterSeconds: z.number().int().min(1).max(86_400).default(60).register(settingNotes, {
        what: 'Data older than this is greyed out and marked STALE.',
        unit: 'seconds',
        expects: 'a whole number of seconds from 1 to 86400',
        why: 'Old data that looks current is misleading; a minute is short enough to notice before anybody acts on it.',
      }),
    }),
    log: z.strictObject({
      level: z
        .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
        .default('info')
        .register(settingNotes, {
          what: 'Minimum level of the server’s own log.',
          unit: null,
          expects: 'fatal, error, warn, info, debug, trace or silent',
          why: 'Starts, stops and problems are logged; individual lines and requests are not.',
        }),
    }),
  })
  .superRefine(checkPeopleSettings)
  .superRefine(checkCluster)
  .superRefine(checkRoutes);

/** Settings as in the file, validated, with defaults filled in. */
export type ParsedSettings = z.output<typeof settingsSchema>;

/** True for an address that is reachable only from this machine (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3). */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return name === 'localhost' || name === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(name);
}
