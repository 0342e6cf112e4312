import { isDiskNearlyFull, type Storage } from '@tunnelwatch/shared/storage';
import { formatBytes, formatCount } from '../../format/format-number.js';
import { formatDateTime } from '../../format/format-time.js';

/** The log of changes is cut at 64 MiB as soon as it can be; far beyond that, something keeps an old state open. */
const LONG_LOG_BYTES = 256 * 1024 * 1024;

/** What is said below the size of the store: what is wrong, with its remedy; else how far back it reaches. */
export function storeNote(storage: Storage): { note: string; isAlarming: boolean } {
  const { damagedSegments, freeBytes, walBytes, oldestEvent, removedUntil, removedEvents } = storage;
  if (damagedSegments.length > 0) {
    const parts = damagedSegments.length === 1 ? '1 part is' : `${formatCount(damagedSegments.length)} parts are`;
    return { note: `${parts} damaged: restore a backup`, isAlarming: true };
  }
  if (isDiskNearlyFull(storage) && freeBytes !== null) {
    return { note: `only ${formatBytes(freeBytes)} left on the disk: make room`, isAlarming: true };
  }
  if (walBytes > LONG_LOG_BYTES) {
    return {
      note: `${formatBytes(walBytes)} of it is its log: a backup or a check is reading; it shrinks afterwards`,
      isAlarming: false,
    };
  }
  const reach = oldestEvent === null ? 'no events yet' : `reaches back to ${formatDateTime(oldestEvent)}`;
  const removed =
    removedUntil === null ? '' : `; ${formatCount(removedEvents)} older events were removed as retention says`;
  return { note: `${reach}${removed}`, isAlarming: false };
}
