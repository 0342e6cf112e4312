/** Names of the message, those of a whole line first; `body` is an object where collectors of traces write it. */
export const MESSAGE_KEYS: readonly string[] = [
  'message',
  'msg',
  'MESSAGE',
  'Message',
  '@message',
  '_msg',
  'log',
  'short_message',
  '_raw',
  'event',
  'body',
  'line',
  'text',
  'full_message',
  'rawmsg',
];
/** Names of the sender, those that name the gateway rather than who collected its lines first. */
export const HOST_KEYS: readonly string[] = [
  'log.syslog.hostname',
  'syslog.hostname',
  'host',
  'host.name',
  'host.hostname',
  'hostname',
  'Hostname',
  'HOST',
  'HOSTNAME',
  'device.hostname',
  'fromhost',
  'fromhost-ip',
  'source',
  'source_ip',
  'source_host',
  'source_address',
  'SourceAddress',
  'MessageSourceAddress',
  'host.ip',
  'source.ip',
  'source.address',
  'log.source.address',
  'observer.hostname',
  'observer.name',
  'observer.ip',
  'net.peer.ip',
  'net.peer.name',
  'client_ip',
  'remote_addr',
  '_HOSTNAME',
];
// Of syslog-ng's two stamps the one with a year and a zone comes first; journald counts in microseconds.
export const TIME_KEYS: readonly string[] = [
  'timestamp',
  '@timestamp',
  'time',
  '_time',
  'TIMESTAMP',
  'Timestamp',
  'timereported',
  'timegenerated',
  'EventTime',
  'EventReceivedTime',
  'ts',
  'ISODATE',
  'isodate',
  'date',
  'DATE',
  'datetime',
  'timeUnixNano',
  'observedTimeUnixNano',
  '__REALTIME_TIMESTAMP',
];
export const PROGRAM_KEYS: readonly string[] = [
  'programname',
  'program',
  'PROGRAM',
  'appname',
  'app-name',
  'app_name',
  'application_name',
  'ident',
  'process.name',
  'log.syslog.appname',
  'SourceName',
  'SYSLOG_IDENTIFIER',
  'syslogtag',
  'tag',
];
export const SEVERITY_KEYS: readonly string[] = [
  'severity',
  'level',
  'PRIORITY',
  'priority',
  'syslogseverity',
  'syslogseverity-text',
  'log.syslog.severity.code',
  'log.level',
  'Severity',
  'severityText',
  'LEVEL',
];
export const PID_KEYS: readonly string[] = ['PID', 'pid', 'procid', 'PROCID', 'proc_id', 'SYSLOG_PID', 'process.pid'];

/** Names that say nothing themselves, under which a message or a sender may stand. */
const INNER_KEYS: readonly string[] = ['value', 'stringValue', 'key', 'original', 'content', 'payload', 'data'];

/**
 * The last parts of names under which a sender, a program, a level or a message may stand: of these values, a template
 * keeps all as text but stamps, and what stands behind the category of a message.
 */
export const LITERAL_KEYS: ReadonlySet<string> = new Set(
  [...MESSAGE_KEYS, ...HOST_KEYS, ...PROGRAM_KEYS, ...SEVERITY_KEYS, ...PID_KEYS, ...INNER_KEYS].map((key) =>
    key.slice(key.lastIndexOf('.') + 1),
  ),
);
