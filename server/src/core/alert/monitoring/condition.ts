import type { AlertClass } from '@tunnelwatch/shared/alert';
import type { Priority } from '@tunnelwatch/shared/priority';
import type { Severity } from '@tunnelwatch/shared/severity';
import type { AlertSubject } from '@tunnelwatch/shared/subject';

/** Something that begins and ends by itself, and that an operator has to know while it is active. */
export interface Condition {
  /** The rule that found it; with the subject it identifies the alert. */
  rule: string;
  subject: AlertSubject;
  message: string;
  severity: Severity;
  class: AlertClass;
  priority: Priority;
  /** When it began, epoch ms. */
  since: number;
  /** The events that it was found in; left out when it is not about events. */
  events?: ConditionEvents;
}

/** Events of a condition, summed up. */
export interface ConditionEvents {
  count: number;
  /** Most of them in one minute of event time. */
  peak: number;
  /** Time of the newest, epoch ms. */
  lastTime: number;
}

/** The result of a rule: the condition is active, it has cleared, or nothing new. */
export type Judgement = Condition | 'over' | undefined;
