import { RATE_CLASSES } from '@tunnelwatch/shared/alert-rules';
import { CRYPTO_IDS, MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import type { KindRecord } from '../../aggregate/records.js';

/** What rate rules count per subject: the classes with a rule, and some messages by id. */
export const MEASURES = [...RATE_CLASSES, 'overflow', 'lowMemory', 'resize', 'crypto'] as const;

export type Measure = (typeof MEASURES)[number];

/** Numbers of the measures that events of a kind count for; most count for none or one. */
export function measuresOf({ class: ofClass, messageId }: Pick<KindRecord, 'class' | 'messageId'>): number[] {
  const names: (Measure | undefined)[] = [RATE_CLASSES.find((name) => name === ofClass)];
  if (messageId === MESSAGE_ID.sequenceOverflow) names.push('overflow');
  if (messageId === MESSAGE_ID.lowMemory) names.push('lowMemory');
  if (messageId === MESSAGE_ID.resizeFailed) names.push('resize');
  if (messageId !== null && CRYPTO_IDS.includes(messageId)) names.push('crypto');
  return names.flatMap((name) => (name === undefined ? [] : [MEASURES.indexOf(name)]));
}
