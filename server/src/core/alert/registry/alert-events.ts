import type { Subject } from '@tunnelwatch/shared/subject';
import type { EventCause } from '../rules/message-rule.js';

/** Events of one rule and one subject, summed up, that arrived within one minute. Times are epoch ms. */
export interface AlertEvents {
  about: EventCause;
  subject: Subject;
  /** True when they were too old on arrival to raise a live alert. */
  isPast: boolean;
  count: number;
  firstTime: number;
  lastTime: number;
  /** When the first and the newest of them arrived. */
  arrivedAt: number;
  lastAt: number;
}
