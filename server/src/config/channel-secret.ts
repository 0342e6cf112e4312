import type { ChannelKind } from '@tunnelwatch/shared/notification-settings';

/** What is wrong with a secret. */
export type SecretFault = 'empty' | 'lines' | 'noUrl';

/** Whether the secret of such a channel is the address that it posts to. */
export function isSecretAddress(kind: ChannelKind): boolean {
  return kind === 'slack' || kind === 'teams';
}

/** What is wrong with the secret of a channel; undefined for nothing. White space around it does not count. */
export function channelSecretFault(kind: ChannelKind, text: string): SecretFault | undefined {
  if (!isSecretAddress(kind)) return secretFault(text);
  const url = text.trim();
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? undefined : 'noUrl';
}

/** What is wrong with a password, a key or a token; undefined for nothing. */
export function secretFault(text: string): SecretFault | undefined {
  const secret = text.trim();
  if (secret === '') return 'empty';
  return /[\r\n]/.test(secret) ? 'lines' : undefined;
}
