import type { Status } from '@tunnelwatch/shared/protocol';

/** A backlog below this is processed within moments and not worth a word. */
const MIN_BACKLOG_BYTES = 4 * 1024 * 1024;

/** Whether so much is left to read that the counts on the pages are incomplete. */
export function isCatchingUp({ lagBytes }: Pick<Status, 'lagBytes'>): boolean {
  return lagBytes >= MIN_BACKLOG_BYTES;
}
