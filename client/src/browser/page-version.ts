import { VERSION_META } from '@tunnelwatch/shared/protocol';

/** The version of the server that this page was loaded from; undefined where another one than Tunnelwatch served it. */
export function pageVersion(): string | undefined {
  return document.querySelector<HTMLMetaElement>(`meta[name="${VERSION_META}"]`)?.content;
}
