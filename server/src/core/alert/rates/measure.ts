import { RATE_CLASSES } from '@tunnelwatch/shared/alert-rules';
import type { KindRecord } from '../../aggregate/records.js';

/** What rate rules count per subject: the classes with a rule, and some messages by id. */
export const MEASURES = [...RATE_CLASSES, 'overflow', 'lowMemory', 'resize', 'crypto'] as const;

export type Measure = (typeof MEASURES)[number];

/** Sequence number overflow (domain: sequence). */
const OVERFLOW = 339;
/** Low memory initializing the SAD. */
const LOW_MEMORY = 632;
/** Failed to resize buffer. */
const RESIZE = 579;
/** Decryption failed, encryption failed, failed to generate IV: each names congested hardware as a possible cause. */
const CRYPTO: readonly number[] = [282, 572, 1057];

/** Numbers of the measures that a kind of event counts for; most count for none or one. */
export function measuresOf({ class: ofClass, messageId }: Pick<KindRecord, 'class' | 'messageId'>): number[] {
  const names: (Measure | undefined)[] = [RATE_CLASSES.find((name) => name === ofClass)];
  if (messageId === OVERFLOW) names.push('overflow');
  if (messageId === LOW_MEMORY) names.push('lowMemory');
  if (messageId === RESIZE) names.push('resize');
  if (messageId !== null && CRYPTO.includes(messageId)) names.push('crypto');
  return names.flatMap((name) => (name === undefined ? [] : [MEASURES.indexOf(name)]));
}
