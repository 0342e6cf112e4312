import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { escapePath } from 'tinyglobby';
import { resolveChannel } from './channel-schema.js';
import { formatListenUrl, parseListenUrl } from './listen-url.js';
import { parseSenderRange } from './sender-range.js';
/** The groups of files among the sources. */
export function fileGroups(sources) {
    return sources.flatMap((source) => ('files' in source ? [source] : []));
}
/** The listeners among the sources; one that is named twice counts once. */
export function listenersOf(sources) {
    const listeners = sources.flatMap((source) => ('listen' in source ? [source] : []));
    return [...new Map(listeners.map((listener) => [listener.listen, listener])).values()];
}
const DAY_MS = 86_400_000;
/** How much the store keeps, in the units of the program. */
export function retentionOf({ retention }) {
    const { maxAgeDays, maxSizeBytes } = retention;
    return {
        maxAgeMs: maxAgeDays === 'unlimited' ? null : maxAgeDays * DAY_MS,
        maxBytes: maxSizeBytes === 'unlimited' ? null : maxSizeBytes,
    };
}
/** Turns checked settings into effective ones. Looks whether a path of a source exists, to tell a name from a glob. */
export function resolveSettings(parsed, bases) {
    const timeZone = parsed.timeZone === 'system' ? systemTimeZone() : parsed.timeZone;
    return {
        ...parsed,
        data: resolve(bases.data, parsed.data),
        catalogue: parsed.catalogue === null ? null : resolve(bases.catalogue, parsed.catalogue),
        tls: {
            certificate: parsed.tls.certificate === null ? null : resolve(bases.tlsCertificate, parsed.tls.certificate),
            key: parsed.tls.key === null ? null : resolve(bases.tlsKey, parsed.tls.key),
        },
        oidc: {
            ...parsed.oidc,
            clientSecretFile: parsed.oidc.clientSecretFile === null ? null : resolve(bases.oidcSecret, parsed.oidc.clientSecretFile),
        },
        timeZone,
        sources: parsed.sources.flatMap((source) => resolveSource(source, bases.sources, timeZone)),
        notifications: parsed.notifications.map((channel) => resolveChannel(channel, bases.notifications)),
        demo: parsed.demo === 'auto' ? parsed.sources.length === 0 : parsed.demo,
    };
}
/** A source that passed the schema is of one of the two kinds. */
function resolveSource(source, base, zone) {
    const shared = { gateway: source.gateway ?? null, timeZone: source.timeZone ?? zone };
    if (source.files !== undefined) {
        return [{ files: source.files.map((file) => absoluteGlob(base, file)), ...shared }];
    }
    const address = source.listen === undefined ? undefined : parseListenUrl(source.listen);
    if (address === undefined)
        return [];
    const allow = source.allow?.flatMap((range) => parseSenderRange(range) ?? []) ?? null;
    return [{ listen: formatListenUrl(address), ...address, ...shared, allow, tls: tlsFiles(source, base) }];
}
function tlsFiles({ certificate, key, clientCa }, base) {
    if (certificate === undefined || key === undefined)
        return null;
    return {
        certificate: resolve(base, certificate),
        key: resolve(base, key),
        clientCa: clientCa === undefined ? null : resolve(base, clientCa),
    };
}
function systemTimeZone() {
    return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
/** A path that exists is that file, whatever characters it has (a shell expands `gw[1].log`); anything else is a glob. */
function absoluteGlob(base, file) {
    const path = resolve(base, file);
    if (existsSync(path))
        return escapePath(path);
    if (isAbsolute(file))
        return file;
    const [, above = '', rest = file] = /^((?:\.{1,2}\/)*)(.*)$/s.exec(file) ?? [];
    return join(escapePath(resolve(base, above)), rest);
}
/** The folder that relative paths in a file start from. */
export function baseOfFile(path) {
    return dirname(path);
}
//# sourceMappingURL=settings.js.map