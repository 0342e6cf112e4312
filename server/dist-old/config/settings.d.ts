import { type ChannelSettings } from './channel-schema.js';
import { type ListenProtocol } from './listen-url.js';
import type { ParsedSettings } from './schema.js';
import { type SenderRange } from './sender-range.js';
/** Files that are followed alike. */
export interface FileSettings {
    /**
     * Absolute paths and globs in the syntax of tinyglobby. Characters of a literal name that mean something in a glob
     * are escaped by a backslash.
     */
    readonly files: readonly string[];
    /** The gateway for lines that name none; null where the file's name has to serve. */
    readonly gateway: string | null;
    /** IANA time zone of stamps without one. */
    readonly timeZone: string;
}
/** A port on which syslog is taken. */
export interface ListenerSettings {
    /** Protocol, address and port in their one form; names the source. */
    readonly listen: string;
    readonly protocol: ListenProtocol;
    readonly host: string;
    readonly port: number;
    /** The gateway for lines that name none; null where the sender's address has to serve. */
    readonly gateway: string | null;
    /** IANA time zone of stamps without one. */
    readonly timeZone: string;
    /** Senders that are heard; null for all. */
    readonly allow: readonly SenderRange[] | null;
    /** Paths of the PEM files for TLS; null for other protocols. */
    readonly tls: TlsFiles | null;
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
export declare function fileGroups(sources: readonly SourceSettings[]): FileSettings[];
/** The listeners among the sources; one that is named twice counts once. */
export declare function listenersOf(sources: readonly SourceSettings[]): ListenerSettings[];
/** The effective settings, ready to use: absolute paths, no `auto`, no `system`. Plain data, so that threads can share it. */
export interface Settings extends Omit<ParsedSettings, 'sources' | 'demo' | 'notifications'> {
    readonly sources: readonly SourceSettings[];
    readonly notifications: readonly ChannelSettings[];
    /** True when a simulated gateway runs. */
    readonly demo: boolean;
}
/** How much the store keeps, in the units of the program. */
export declare function retentionOf({ retention }: Pick<Settings, 'retention'>): {
    maxAgeMs: number | null;
    maxBytes: number | 'auto' | null;
};
/** Folders that relative paths of each setting start from. */
export interface PathBases {
    readonly data: string;
    readonly catalogue: string;
    readonly sources: string;
    readonly notifications: string;
    readonly tlsCertificate: string;
    readonly tlsKey: string;
    readonly oidcSecret: string;
}
/** Turns checked settings into effective ones. Looks whether a path of a source exists, to tell a name from a glob. */
export declare function resolveSettings(parsed: ParsedSettings, bases: PathBases): Settings;
/** The folder that relative paths in a file start from. */
export declare function baseOfFile(path: string): string;
