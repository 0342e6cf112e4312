import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { Priority } from '@tunnelwatch/shared/priority';
import { formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import type { Judgement } from './condition.js';

/** Lines of a period, and how many of them are bad. */
export interface LineShare {
  bad: number;
  lines: number;
}

/** What is known of a source's bad lines of one kind. */
export interface LineShareFacts {
  subject: AlertSubject;
  /** The last five minutes, and the last hour. */
  recent: LineShare;
  hour: LineShare;
  /** When the first of them arrived, epoch ms. */
  since: number;
  isRaised: boolean;
}

/** What distinguishes the rules: the name, the words, and the priority by the share. */
export interface LineShareRule {
  name: string;
  /** What kind of lines they are; first in the message, since a wall shows only its beginning. */
  title: string;
  /** What became of them, to follow "12 % (N of M)". */
  words: string;
  remedy: string;
  priority: (share: number) => Priority;
}

/** A few stray lines are in any log: so many are no accident. */
const MIN_BAD = 24;
const MIN_SHARE = 0.05;
/** It clears below half of that, so that a source near it does not flap. */
const END_SHARE = MIN_SHARE / 2;
/** So many lines without trouble show that it is over. */
const MIN_GOOD = 24;

/** Lines that could not be decoded [ALM-41]. */
export const UNREADABLE_RULE: LineShareRule = {
  name: 'lines-unreadable',
  title: 'Unreadable lines',
  words: 'could not be decoded',
  remedy: 'see the samples of the source, and check what the receiver writes before the message',
  priority: (share) => (share >= 0.5 ? 'high' : 'medium'),
};

/** Lines with the time of reading instead of their own [ALM-42]. */
export const TIME_RULE: LineShareRule = {
  name: 'times-unknown',
  title: 'Lines without a time',
  words: 'got the time of reading',
  remedy: 'have the receiver write a time stamp in front of each line',
  priority: () => 'medium',
};

/** Lines with the name of their file instead of their gateway's [ALM-42]. */
export const GATEWAY_RULE: LineShareRule = {
  name: 'gateways-unknown',
  title: 'Lines without a gateway',
  words: 'got the name of the file',
  remedy: 'have the receiver write the host name, or set “gateway” for the source',
  priority: () => 'medium',
};

/** Evaluates the share of bad lines of a source. */
export function judgeLineShare(rule: LineShareRule, facts: LineShareFacts): Judgement {
  const { subject, recent, hour, since, isRaised } = facts;
  if (isRaised && isOver(facts)) return 'over';
  const found = [recent, hour].find(({ bad, lines }) => bad >= MIN_BAD && bad >= lines * MIN_SHARE);
  if (found === undefined) return undefined;
  const { bad, lines } = found;
  return {
    rule: rule.name,
    subject,
    message: `${rule.title}: ${formatShare(bad, lines)} (${formatCount(bad)} of ${formatCount(lines)}) ${rule.words}; ${rule.remedy}`,
    severity: 'warning',
    class: 'monitoring',
    priority: rule.priority(bad / lines),
    since,
  };
}

/** True when enough lines have come without trouble, or an hour has passed without bad ones. */
function isOver({ recent, hour }: LineShareFacts): boolean {
  const good = recent.lines - recent.bad;
  return hour.bad === 0 || (good >= MIN_GOOD && recent.bad < recent.lines * END_SHARE);
}
