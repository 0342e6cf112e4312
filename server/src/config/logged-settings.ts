import type { Settings } from './settings.js';

/** Keys of secrets; a file that contains one is no secret itself. */
const SECRET = /(?:secret|password|token|key)$/i;

/** The configuration in force for the log: secrets, and credentials within URLs, are left out. */
export function loggedSettings(settings: Settings): unknown {
  return withoutSecrets(settings, '');
}

function withoutSecrets(value: unknown, key: string): unknown {
  if (typeof value === 'string') return key !== 'key' && SECRET.test(key) ? '(secret)' : withoutCredentials(value);
  if (Array.isArray(value)) return value.map((item: unknown) => withoutSecrets(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutSecrets(item, name)]));
}

/** A URL without user, password, query and fragment, any of which may be a secret; other texts as they are. */
export function withoutCredentials(text: string): string {
  if (!/^[a-z][a-z+.-]*:\/\//i.test(text) || !URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.username === '' && url.password === '' && url.search === '' && url.hash === '') return text;
  url.username = '';
  url.password = '';
  const { search } = url;
  url.search = '';
  url.hash = '';
  return search === '' ? url.href : `${url.href}?(left out)`;
}
