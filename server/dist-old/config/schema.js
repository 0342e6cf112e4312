import { z } from 'zod';
import { channelsSchema } from './channel-schema.js';
import { diagnosisOverridesSchema } from '@tunnelwatch/shared/diagnosis-settings';
import { fromJson } from './from-json.js';
import { rulesSchema } from './rules-schema.js';
import { settingNotes } from './setting-notes.js';
import { checkPeopleSettings, oidcSchema, sessionsSchema, tlsSchema, trustedProxiesSchema } from './people-schema.js';
import { sourceSchema, timeZoneSchema } from './source-schema.js';
import { syslogSchema } from './syslog-schema.js';
const MIB = 1024 * 1024;
const BASE_PATH = /^\/?(?:[\w~-][\w.~-]*(?:\/[\w~-][\w.~-]*)*\/?)?$/;
/** `/` stands at both ends, as in `/` and `/tunnelwatch/`. */
function withSlashes(path) {
    return `/${path}/`.replaceAll(/\/+/g, '/');
}
/** An address of pages that others can be told. */
function isPageAddress(url) {
    if (!URL.canParse(url))
        return false;
    const { protocol, username, password, search, hash } = new URL(url);
    return /^https?:$/.test(protocol) && username + password + search + hash === '' && !/[?#\s]/.test(url);
}
const SIZE = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*$/i;
/** `20 GB` and `20 GiB` as bytes; undefined for anything else. */
function bytesOf(text) {
    const [, number, unit = '', binary] = SIZE.exec(text) ?? [];
    if (number === undefined)
        return undefined;
    const base = binary === '' ? 1000 : 1024;
    return Math.round(Number(number) * base ** ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase()));
}
/** Bytes, as a number or in words. */
const sizeSchema = z.preprocess((value) => (typeof value === 'string' ? bytesOf(value) : value), z.number().int().min(100_000_000).max(Number.MAX_SAFE_INTEGER));
/** Every setting. Its path here is its path in the file; flag and environment variable are made from it. */
export const settingsSchema = z
    .strictObject({
    data: z.string().min(1).default('./data').register(settingNotes, {
        what: 'Folder of the store and the control socket; nothing is written outside it.',
        unit: null,
        expects: 'the path of a folder',
        why: 'A folder beside the place where it was started is easy to find, to back up and to throw away.',
    }),
    host: z
        .string()
        .regex(/^[\w.:%-]+$/)
        .default('127.0.0.1')
        .register(settingNotes, {
        what: 'Address on which the pages are served.',
        unit: null,
        expects: 'an IP address or a host name, without a port',
        why: 'Passwords should not cross a network in the clear: open it once TLS is set or a proxy adds it.',
    }),
    port: z.number().int().min(0).max(65_535).default(8080).register(settingNotes, {
        what: 'TCP port on which the pages are served; 0 takes any free one.',
        unit: null,
        expects: 'a whole number from 0 to 65535',
        why: 'It needs no rights of an administrator, and people know it.',
    }),
    basePath: z.string().regex(BASE_PATH).transform(withSlashes).default('/').register(settingNotes, {
        what: 'Path under which everything is served, for a reverse proxy; slashes at its ends are added.',
        unit: null,
        expects: 'a path such as /tunnelwatch/, of letters, digits and . _ ~ -',
        why: 'Without a proxy the pages stand at the root.',
    }),
    publicUrl: z
        .string()
        .refine(isPageAddress)
        .transform((url) => `${url.replace(/\/+$/, '')}/`)
        .nullable()
        .default(null)
        .register(settingNotes, {
        what: 'Address at which people open the pages, with the path under which they are served; notifications link to it.',
        unit: null,
        expects: 'an address that begins with http:// or https://, without a name, a query or a fragment in it',
        why: 'Behind a proxy the server cannot know it, and a link that leads nowhere helps nobody.',
        example: 'https://noc.example/tunnelwatch/',
    }),
    insecureNoAuth: z.boolean().default(false).register(settingNotes, {
        what: 'Lets everybody in as an admin: nobody has to sign in.',
        unit: null,
        expects: 'true or false',
        why: 'Whoever reaches the port sees everything and can acknowledge alerts; that has to be somebody’s decision.',
    }),
    openMetrics: z.boolean().default(false).register(settingNotes, {
        what: 'Lets everybody read /metrics; without it that needs a token of the role viewer or more.',
        unit: null,
        expects: 'true or false',
        why: 'The figures name sources and channels, which is nobody else’s business, and Prometheus can send a token.',
    }),
    trustedProxies: trustedProxiesSchema,
    tls: tlsSchema,
    sessions: sessionsSchema,
    oidc: oidcSchema,
    catalogue: z.string().min(1).nullable().default(null).register(settingNotes, {
        what: 'File (YAML or JSON) that adds messages to the catalogue or overrides fields of built-in ones.',
        unit: null,
        expects: 'the path of a file',
        why: 'The built-in catalogue has the 23 messages of the reference guide and needs nothing else.',
        example: './catalogue.yaml',
    }),
    sources: z.array(sourceSchema).default([]).register(settingNotes, {
        what: 'What is read: an entry has files (paths and globs) or listen (syslog over the network), and more as told above.',
        unit: null,
        expects: 'a list of entries with files or listen, and gateway or timeZone where wanted',
        why: 'Without a source, a simulated gateway shows what the pages look like.',
        example: "[{ files: ['/var/log/gateways/*.log'], gateway: gw1 }, { listen: 'udp://0.0.0.0:514' }]",
        environmentName: 'TUNNELWATCH_FILES',
    }),
    timeZone: z
        .union([z.literal('system'), timeZoneSchema])
        .default('system')
        .register(settingNotes, {
        what: 'Time zone of stamps that carry none, for sources that do not name their own.',
        unit: 'IANA time zone',
        expects: 'a time zone such as Europe/Stockholm or UTC, or system',
        why: 'A receiver writes its local time, and most often it is this machine.',
    }),
    demo: z
        .union([z.boolean(), z.literal('auto')])
        .default('auto')
        .register(settingNotes, {
        what: 'Runs a simulated gateway, and every page says DEMO.',
        unit: null,
        expects: 'true, false or auto (true when no source is configured)',
        why: 'The first start shows something moving, and the first real source ends it.',
    }),
    alerts: z.strictObject({
        pastAfterMinutes: z.number().int().min(1).max(525_600).default(15).register(settingNotes, {
            what: 'A line that is older than this when it arrives fills charts and history but raises no live alert.',
            unit: 'minutes',
            expects: 'a whole number of minutes from 1 to 525600',
            why: 'It is longer than usual clock skew and short restarts, and short enough that old files raise no alarm.',
        }),
        mostPerRule: z.number().int().min(10).max(100_000).default(500).register(settingNotes, {
            what: 'So many alerts of one rule can be open at once; what comes beyond is counted in one alert that says so and names whom it is about.',
            unit: 'alerts',
            expects: 'a whole number from 10 to 100000',
            why: 'More than the pages list help nobody, and whoever forges names in log lines must not fill memory and disk.',
        }),
        rules: rulesSchema.register(settingNotes, {
            what: 'Settings of the rules about rates that differ from the defaults; what an admin sets on the page counts more.',
            unit: null,
            expects: 'rules by name, each with the settings that docs/alert-rules.md lists; as a flag or variable, JSON',
            why: 'The defaults fit a large network; the budget of a rule (see the API) says what others would have raised.',
            example: '{ rate-replay: { count: 5000 }, rate-ecn: { enabled: false } }',
        }),
    }),
    diagnosis: z.preprocess(fromJson, diagnosisOverridesSchema.default({})).register(settingNotes, {
        what: 'Thresholds of the verdicts that differ from the defaults, and which end of the window windowbase names.',
        unit: null,
        expects: 'thresholds by name, as docs/diagnosis.md lists them; as a flag or variable, JSON',
        why: 'They were tried on simulated tunnels of many rates and windows; a network may know better.',
        example: '{ windowbase: left, replaySeconds: 5 }',
    }),
    monitoring: z.strictObject({
        silenceSeconds: z.number().int().min(1).max(31_536_000).default(60).register(settingNotes, {
            what: 'A source or gateway that is quiet for less than this is never called silent.',
            unit: 'seconds',
            expects: 'a whole number of seconds from 1 to 31536000',
            why: 'A minute without a line is noticed soon enough, and a receiver that restarts is back before it.',
        }),
        silenceMultiple: z.number().min(1).max(100).default(3).register(settingNotes, {
            what: 'Nor is one that is quiet for less than this many times its usual quiet time.',
            unit: null,
            expects: 'a number from 1 to 100',
            why: 'What logs once an hour must not alarm every hour, and three hours of it tell that something is wrong.',
        }),
        silenceLearnSeconds: z.number().int().min(1).max(31_536_000).default(1800).register(settingNotes, {
            what: 'What is usual is learned for at least this long before anything is called silent.',
            unit: 'seconds',
            expects: 'a whole number of seconds from 1 to 31536000',
            why: 'Half an hour shows the quiet times between most kinds of bursts; ten of them must have been seen as well.',
        }),
        skewSeconds: z.number().int().min(1).max(31_536_000).default(120).register(settingNotes, {
            what: 'A gateway’s clock that is off by more than this raises an alert.',
            unit: 'seconds',
            expects: 'a whole number of seconds from 1 to 31536000',
            why: 'Some skew is normal without NTP; beyond two minutes events of different gateways cannot be put in order.',
        }),
        skewHoldSeconds: z.number().int().min(0).max(86_400).default(300).register(settingNotes, {
            what: 'It has to be off for this long.',
            unit: 'seconds',
            expects: 'a whole number of seconds from 0 to 86400',
            why: 'A relay that delivers what it kept back looks like a slow clock for as long as it does.',
        }),
        lagSeconds: z.number().int().min(1).max(86_400).default(10).register(settingNotes, {
            what: 'Lines that wait in a source for longer than this, for ten seconds on end, raise an alert.',
            unit: 'seconds',
            expects: 'a whole number of seconds from 1 to 86400',
            why: 'Lines are usually read within a second, and what is on the screens must be of now.',
        }),
        lagHighSeconds: z.number().int().min(1).max(604_800).default(60).register(settingNotes, {
            what: 'Beyond this the alert is of high priority instead of medium.',
            unit: 'seconds',
            expects: 'a whole number of seconds from 1 to 604800',
            why: 'A minute behind, an operator acts on what is no longer so.',
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
            what: 'A longer line is cut here, marked and counted; the next line is intact.',
            unit: 'bytes',
            expects: 'a whole number of bytes from 256 to 16777216',
            why: 'Syslog messages are far shorter, and memory stays bounded whatever a file holds.',
        }),
        pollMs: z.number().int().min(10).max(60_000).default(1000).register(settingNotes, {
            what: 'Every file is looked at this often, besides the notices of the operating system.',
            unit: 'milliseconds',
            expects: 'a whole number of milliseconds from 10 to 60000',
            why: 'Notices can be missed, above all on network file systems; a look a second costs next to nothing.',
        }),
        storeOther: z.boolean().default(false).register(settingNotes, {
            what: 'Stores gateway messages of other categories too, instead of only counting them.',
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
            what: 'Events go when they are older than this and were stored longer ago than this; alerts stay.',
            unit: 'days',
            expects: 'a whole number of days from 1 to 36500, or unlimited',
            why: 'Audits ask for a year, and the same month of last year can still be compared.',
        }),
        maxSizeBytes: z
            .union([z.enum(['auto', 'unlimited']), sizeSchema])
            .default('auto')
            .register(settingNotes, {
            what: 'When the store takes more than this, its oldest events go; auto is half of the disk that it is on.',
            unit: 'bytes',
            expects: 'a number of bytes such as 20 GB, at least 100 MB, or auto or unlimited',
            why: 'At some 12 bytes an event a flood of weeks fits, and the other half stays for logs and backups: a full disk would stop reading.',
            example: '20 GB',
        }),
    }),
    syslog: syslogSchema,
    notifications: channelsSchema.default([]).register(settingNotes, {
        what: 'Who else is told of alerts: each entry is a channel with name and kind (webhook, slack, email, alertmanager); docs/notifications.md has their keys.',
        unit: null,
        expects: 'a list of channels',
        why: 'Nobody is told without being asked for.',
        example: "[{ name: noc, kind: webhook, url: 'https://noc.example/hook', secretFile: ./noc.secret, minPriority: high }]",
    }),
    display: z.strictObject({
        staleAfterSeconds: z.number().int().min(1).max(86_400).default(60).register(settingNotes, {
            what: 'Data that is older than this is greyed out and marked STALE.',
            unit: 'seconds',
            expects: 'a whole number of seconds from 1 to 86400',
            why: 'Old data that looks current misleads; a minute is shorter than anybody waits before acting.',
        }),
    }),
    log: z.strictObject({
        level: z
            .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
            .default('info')
            .register(settingNotes, {
            what: 'The least level that the server’s own log shows.',
            unit: null,
            expects: 'fatal, error, warn, info, debug, trace or silent',
            why: 'Starts, stops and trouble are told; single lines and requests are not.',
        }),
    }),
})
    .superRefine(checkPeopleSettings);
/** True for an address that only this machine reaches (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3). */
export function isLoopback(host) {
    const name = host.toLowerCase();
    return name === 'localhost' || name === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(name);
}
//# sourceMappingURL=schema.js.map