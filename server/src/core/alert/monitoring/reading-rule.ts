import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Judgement } from './condition.js';

/** Why a source is not read, or null. `gone` was read before and is missing; `failed` cannot be opened or read. */
export interface SourceProblem {
  kind: 'failed' | 'gone';
  /** What is wrong, with the remedy. */
  text: string;
}

/** A pattern whose files cannot be read. Its alert is on the pattern, as if that were a source. */
export interface PatternProblem {
  pattern: string;
  problem: SourceProblem;
}

/** What is known of a source that may not be readable. */
export interface ReadingFacts {
  subject: AlertSubject;
  problem: SourceProblem | null;
  /** Since when there has been one without a pause, epoch ms; undefined while there is none. */
  since: number | undefined;
  isRaised: boolean;
}

/** A rotation is over within seconds; permissions are often set right after it. */
const FAILED_HOLD_MS = 10_000;
/** Some receivers create a file only with its next line. */
const GONE_HOLD_MS = 5 * MINUTE_MS;

/** The name of the rule. */
export const READING_RULE = 'source-unreadable';

/** A source cannot be read: its lines wait, or are lost once it is rotated away [ALM-40]. */
export function judgeReading({ subject, problem, since, isRaised }: ReadingFacts, now: number): Judgement {
  if (problem === null) return isRaised ? 'over' : undefined;
  const holdMs = problem.kind === 'gone' ? GONE_HOLD_MS : FAILED_HOLD_MS;
  if (since === undefined || now - since < holdMs) return undefined;
  return {
    rule: READING_RULE,
    subject,
    message: `The source is not read: ${problem.text}`,
    severity: 'error',
    class: 'monitoring',
    priority: problem.kind === 'gone' ? 'medium' : 'high',
    since,
  };
}
