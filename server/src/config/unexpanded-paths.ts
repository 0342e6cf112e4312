import { existsSync } from 'node:fs';
import type { ParsedSettings } from './schema.js';
import { quoteValue, type SettingError, type SettingPlace } from './setting-error.js';
import type { Settings } from './settings.js';

/** A path as it was written, and what it became. */
interface WrittenPath {
  readonly key: string;
  readonly within: readonly PropertyKey[];
  readonly written: string;
  readonly resolved: string | undefined;
}

/**
 * Paths that only a shell would understand: `~` and variables. Nothing expands them here, so that a path means the same
 * whoever starts the server. A file that really has such a name is taken.
 * @param placeOf where a part of a setting was made
 */
export function unexpandedPaths(
  parsed: ParsedSettings,
  settings: Settings,
  placeOf: (key: string, within: readonly PropertyKey[]) => SettingPlace | undefined,
): readonly SettingError[] {
  return pathsOf(parsed, settings).flatMap(({ key, within, written, resolved }) => {
    const found = shellWords(written);
    const place = placeOf(key, within);
    if (found === undefined || place === undefined || (resolved !== undefined && existsSync(resolved))) return [];
    return [
      {
        ...place,
        message: `${quoteValue(written)} contains ${found}, which is not expanded`,
        remedy: 'write the whole path',
      },
    ];
  });
}

function shellWords(path: string): string | undefined {
  if (/^~[\w.-]*(?:\/|$)/.test(path)) return '~';
  return /\$(?:\{\w+\}|[A-Za-z_]\w*)/.exec(path)?.[0];
}

function pathsOf(parsed: ParsedSettings, settings: Settings): WrittenPath[] {
  const single: [string, string | null, string | null][] = [
    ['data', parsed.data, settings.data],
    ['catalogue', parsed.catalogue, settings.catalogue],
    ['tls.certificate', parsed.tls.certificate, settings.tls.certificate],
    ['tls.key', parsed.tls.key, settings.tls.key],
    ['audit.keyFile', parsed.audit.keyFile, settings.audit.keyFile],
    ['oidc.clientSecretFile', parsed.oidc.clientSecretFile, settings.oidc.clientSecretFile],
  ];
  return [
    ...single.flatMap(([key, written, resolved]) =>
      written === null || resolved === null ? [] : [{ key, within: [], written, resolved }],
    ),
    ...parsed.sources.flatMap((source, index) => sourcePaths(source, settings.sources[index], index)),
    ...parsed.notifications.flatMap(({ secretFile }, index): WrittenPath[] => {
      const resolved = settings.notifications[index]?.secretFile ?? undefined;
      return secretFile === undefined
        ? []
        : [{ key: 'notifications', within: [index, 'secretFile'], written: secretFile, resolved }];
    }),
  ];
}

function sourcePaths(
  parsed: ParsedSettings['sources'][number],
  source: Settings['sources'][number] | undefined,
  index: number,
): WrittenPath[] {
  const files = source !== undefined && 'files' in source ? source.files : [];
  const tls = source !== undefined && 'listen' in source ? source.tls : null;
  return [
    // A pattern that matches nothing yet is no file: it is judged by its text.
    ...(parsed.files ?? []).map((written, at) => ({
      key: 'sources',
      within: [index, 'files', at],
      written,
      resolved: files[at]?.replaceAll(/\\(.)/g, '$1'),
    })),
    ...(['certificate', 'key', 'clientCa'] as const).flatMap((name): WrittenPath[] => {
      const written = parsed[name];
      return written === undefined
        ? []
        : [{ key: 'sources', within: [index, name], written, resolved: tls?.[name] ?? undefined }];
    }),
  ];
}
