import { hostname } from 'node:os';
import type { ParsedCluster } from './cluster-schema.js';
import type { NameLimits } from '../core/senders/name-budget.js';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { escapePattern, existingPath, patternOf } from '../file-name.js';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { type ChannelSettings, resolveChannel } from './channel-schema.js';
import { importedCatalogue } from './imported-catalogue.js';
import { formatListenUrl, type ListenProtocol, parseListenUrl } from './listen-url.js';
import { resolveRoute } from './route-schema.js';
import type { Route } from '../core/notifications/route.js';
import type { ParsedSettings } from './schema.js';
import { parseSenderRange, type SenderRange } from './sender-range.js';

/** Where `-` leads to. */
const STANDARD_INPUT = '/dev/stdin';

type ParsedSource = ParsedSettings['sources'][number];

/** Files with the same settings. */
export interface FileSettings {
  /**
   * Absolute paths of files, folders and pipes, and globs in the syntax of tinyglobby. Characters of a literal name that mean something in a glob
   * are escaped by a backslash.
   */
  readonly files: readonly string[];
  /** The gateway for lines that name none; null to use the file name. */
  readonly gateway: string | null;
  /** IANA time zone for time stamps without one. */
  readonly timeZone: string;
  /** The pattern of its lines; null without one. */
  readonly format: string | null;
}

/** A port that receives syslog. */
export interface ListenerSettings {
  /** Protocol, address and port in canonical form; names the source. */
  readonly listen: string;
  readonly protocol: ListenProtocol;
  readonly host: string;
  readonly port: number;
  /** The gateway for lines that name none; null to use the sender's address. */
  readonly gateway: string | null;
  /** IANA time zone for time stamps without one. */
  readonly timeZone: string;
  /** The pattern of its lines; null without one. */
  readonly format: string | null;
  /** Allowed senders; null for all. */
  readonly allow: readonly SenderRange[] | null;
  /** Whether lines say which gateway they are of, or their sender does. */
  readonly gatewayFrom: 'line' | 'sender';
  /** The gateways of senders: no other sender may name them. */
  readonly senders: readonly SenderGateways[];
  /** Paths of the PEM files for TLS; null for other protocols. */
  readonly tls: TlsFiles | null;
}

/** Gateways that only the senders of a range may name. */
export interface SenderGateways {
  readonly range: SenderRange;
  readonly gateways: readonly string[];
}

/** Absolute paths of PEM files. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  /** Null when senders need no certificate. */
  readonly clientCa: string | null;
}

export type SourceSettings = FileSettings | ListenerSettings;

/** The groups of files among the sources. */
export function fileGroups(sources: readonly SourceSettings[]): FileSettings[] {
  return sources.flatMap((source) => ('files' in source ? [source] : []));
}

/** The listeners among the sources; one that is listed twice counts once. */
export function listenersOf(sources: readonly SourceSettings[]): ListenerSettings[] {
  const listeners = sources.flatMap((source) => ('listen' in source ? [source] : []));
  return [...new Map(listeners.map((listener) => [listener.listen, listener])).values()];
}

/** What a member of a cluster is, and how it reaches the others. Paths are absolute. */
export interface ClusterSettings extends ParsedCluster {
  readonly member: string;
}

/** The effective settings, ready to use: absolute paths, no `system`. Plain data, so that threads can share it. */
export interface Settings extends Omit<ParsedSettings, 'sources' | 'notifications' | 'routes' | 'cluster'> {
  /** Without servers, this server is the only one: see `clusterOf`. */
  readonly cluster: ClusterSettings;
  readonly sources: readonly SourceSettings[];
  readonly notifications: readonly ChannelSettings[];
  readonly routes: readonly Route[];
  /** Whether a simulated gateway runs; `auto` only without a source, where the configuration file and the store decide. */
  readonly demo: boolean | 'auto';
  /** True when stamps without a zone are read as UTC only because nobody has named a zone, and the host has none of its own. */
  readonly isUtcAssumed: boolean;
}

/** The settings of a server, which has decided about the demo. */
export interface ServerSettings extends Settings {
  /** True when a simulated gateway runs. */
  readonly demo: boolean;
}

/** The cluster that this server is a member of; null where it is the only one. */
export function clusterOf({ cluster }: Pick<Settings, 'cluster'>): ClusterSettings | null {
  return cluster.servers.length === 0 ? null : cluster;
}

/** How many new names a sender may bring. */
export function nameLimitsOf({ newNames }: Pick<Settings, 'newNames'>): NameLimits {
  const { gateways, gatewaysPerHour, tunnels, tunnelsPerHour } = newNames;
  return {
    gateways: { atOnce: gateways, perHour: gatewaysPerHour },
    tunnels: { atOnce: tunnels, perHour: tunnelsPerHour },
  };
}

/** How much the store keeps, in the units of the program. */
export function retentionOf({ retention }: Pick<Settings, 'retention'>): {
  maxAgeMs: number | null;
  maxBytes: number | 'auto' | null;
} {
  const { maxAgeDays, maxSizeBytes } = retention;
  return {
    maxAgeMs: maxAgeDays === 'unlimited' ? null : maxAgeDays * DAY_MS,
    maxBytes: maxSizeBytes === 'unlimited' ? null : maxSizeBytes,
  };
}

/** Folders against which relative paths of each setting are resolved. */
export interface PathBases {
  readonly data: string;
  readonly catalogue: string;
  readonly sources: string;
  readonly notifications: string;
  readonly tlsCertificate: string;
  readonly tlsKey: string;
  readonly auditKey: string;
  readonly oidcSecret: string;
  readonly cluster: (key: ClusterFile) => string;
}

/**
 * Turns validated settings into effective ones. Checks whether a path of a source exists, to distinguish a name from a glob, and
 * whether a catalogue was imported.
 */
export function resolveSettings(parsed: ParsedSettings, bases: PathBases): Settings {
  const timeZone = parsed.timeZone === 'system' ? systemTimeZone() : parsed.timeZone;
  const data = resolve(bases.data, parsed.data);
  return {
    ...parsed,
    data,
    catalogue: parsed.catalogue === null ? importedCatalogue(data) : resolve(bases.catalogue, parsed.catalogue),
    tls: {
      certificate: parsed.tls.certificate === null ? null : resolve(bases.tlsCertificate, parsed.tls.certificate),
      key: parsed.tls.key === null ? null : resolve(bases.tlsKey, parsed.tls.key),
    },
    audit: {
      ...parsed.audit,
      keyFile: parsed.audit.keyFile === null ? null : resolve(bases.auditKey, parsed.audit.keyFile),
    },
    oidc: {
      ...parsed.oidc,
      clientSecretFile:
        parsed.oidc.clientSecretFile === null ? null : resolve(bases.oidcSecret, parsed.oidc.clientSecretFile),
    },
    timeZone,
    sources: parsed.sources.flatMap((source) => resolveSource(source, bases.sources, timeZone)),
    notifications: parsed.notifications.map((channel) => resolveChannel(channel, bases.notifications)),
    routes: parsed.routes.map((route) => resolveRoute(route, timeZone)),
    isUtcAssumed:
      parsed.timeZone === 'system' &&
      UTC_NAMES.has(timeZone) &&
      parsed.sources.some((source) => source.timeZone === undefined),
    cluster: resolveCluster(parsed.cluster, bases.cluster),
    demo: parsed.demo === 'auto' && isSetUp(parsed) ? false : parsed.demo,
  };
}

/** Whether there is something to show without a demo. */
function isSetUp({ sources, cluster }: ParsedSettings): boolean {
  return sources.length > 0 || cluster.servers.length > 0;
}

/** Settings of a cluster that name a file. */
type ClusterFile = 'credentialsFile' | 'ca' | 'certificate' | 'key';

function resolveCluster(parsed: ParsedCluster, baseOf: PathBases['cluster']): ClusterSettings {
  const file = (key: ClusterFile) => {
    const path = parsed[key];
    return path === null ? null : resolve(baseOf(key), path);
  };
  return {
    ...parsed,
    member: parsed.member ?? memberName(hostname()),
    credentialsFile: file('credentialsFile'),
    ca: file('ca'),
    certificate: file('certificate'),
    key: file('key'),
  };
}

/** The name of a host without its domain, as far as a member may have it. */
function memberName(host: string): string {
  const [name = ''] = host.split('.', 1);
  return (
    name
      .replaceAll(/[^A-Za-z0-9_-]/g, '-')
      .replace(/^[_-]+/, '')
      .slice(0, 63) || 'member'
  );
}

/** A source that passed the schema is of one of the two kinds. */
function resolveSource(source: ParsedSource, base: string, zone: string): SourceSettings[] {
  const shared = {
    gateway: source.gateway ?? null,
    timeZone: source.timeZone ?? zone,
    format: source.format ?? null,
  };
  if (source.files !== undefined) {
    return [{ files: source.files.map((file) => absoluteGlob(base, file)), ...shared }];
  }
  const address = source.listen === undefined ? undefined : parseListenUrl(source.listen);
  if (address === undefined) return [];
  const allow = source.allow?.flatMap((range) => parseSenderRange(range) ?? []) ?? null;
  const { gatewayFrom = 'line' } = source;
  const bound = { gatewayFrom, senders: senderGateways(source) };
  return [{ listen: formatListenUrl(address), ...address, ...shared, allow, ...bound, tls: tlsFiles(source, base) }];
}

function senderGateways({ senders = {} }: ParsedSource): SenderGateways[] {
  return Object.entries(senders).flatMap(([text, gateways]) => {
    const range = parseSenderRange(text);
    return range === undefined ? [] : [{ range, gateways }];
  });
}

function tlsFiles({ certificate, key, clientCa }: ParsedSource, base: string): TlsFiles | null {
  if (certificate === undefined || key === undefined) return null;
  return {
    certificate: resolve(base, certificate),
    key: resolve(base, key),
    clientCa: clientCa === undefined ? null : resolve(base, clientCa),
  };
}

/** What a host without a zone, such as a container, says its zone is. */
const UTC_NAMES: ReadonlySet<string> = new Set(['UTC', 'Etc/UTC', 'Etc/UCT', 'Etc/Zulu', 'Etc/GMT', 'GMT']);

function systemTimeZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  // What an empty TZ gives: the clock is in UTC then.
  return timeZone === 'Etc/Unknown' ? 'UTC' : timeZone;
}

/** A path that exists is that file, whatever characters it has (a shell expands `gw[1].log`); anything else is a glob. */
export function absoluteGlob(base: string, file: string): string {
  if (file === '-') return STANDARD_INPUT;
  const path = existingPath(resolve(base, file));
  if (path !== undefined) return patternOf(path);
  if (isAbsolute(file)) return file;
  const [, above = '', rest = file] = /^((?:\.{1,2}\/)*)(.*)$/s.exec(file) ?? [];
  return join(escapePattern(resolve(base, above)), rest);
}

/** The folder against which relative paths in a file are resolved. */
export function baseOfFile(path: string): string {
  return dirname(path);
}
