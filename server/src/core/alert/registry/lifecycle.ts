import type { Alert, AlertState } from '@tunnelwatch/shared/alert';

/** What can happen to an alert. */
export type AlertInput =
  /** Its condition is there (again). */
  | 'raise'
  /** Its condition is gone. */
  | 'clear'
  | 'acknowledge'
  | 'unacknowledge'
  /** What was acknowledged is no longer what was seen: the time is up, or the rate has stepped up. */
  | 'realarm'
  | 'shelve'
  | 'unshelve'
  /** A maintenance window begins, and ends. */
  | 'suppress'
  | 'unsuppress'
  | 'close';

/** `resume` goes where the alert would stand if it had not been put aside. */
type Next = AlertState | 'resume';

/**
 * The life of an alert (states of ISA-18.2), as a table: what is not in it is not possible. What is over stays so: when
 * its condition comes back, a new episode begins.
 */
const TRANSITIONS: Readonly<Record<AlertState, Partial<Record<AlertInput, Next>>>> = {
  normal: {},
  unacknowledged: {
    clear: 'returnedUnacknowledged',
    acknowledge: 'acknowledged',
    shelve: 'shelved',
    suppress: 'suppressed',
    close: 'closed',
  },
  acknowledged: {
    clear: 'normal',
    unacknowledge: 'unacknowledged',
    realarm: 'unacknowledged',
    shelve: 'shelved',
    suppress: 'suppressed',
    close: 'closed',
  },
  returnedUnacknowledged: {
    raise: 'unacknowledged',
    // There is nothing left to wait for [ALM-9].
    acknowledge: 'normal',
    shelve: 'shelved',
    suppress: 'suppressed',
    close: 'closed',
  },
  shelved: { raise: 'shelved', clear: 'shelved', unshelve: 'resume', suppress: 'suppressed', close: 'closed' },
  suppressed: { raise: 'suppressed', clear: 'suppressed', unsuppress: 'resume', close: 'closed' },
  outOfService: {},
  closed: {},
};

/** The state that an input leads to; undefined when it is not possible in the present one. */
export function nextState(alert: Alert, input: AlertInput): AlertState | undefined {
  const next = TRANSITIONS[alert.state][input];
  return next === 'resume' ? resumed(alert) : next;
}

/** Where an alert stands that is no longer put aside. A window may still hold what comes off the shelf. */
function resumed({ windowId, isActive, acknowledgement }: Alert): AlertState {
  if (windowId !== null) return 'suppressed';
  if (isActive) return acknowledgement === null ? 'unacknowledged' : 'acknowledged';
  return acknowledgement === null ? 'returnedUnacknowledged' : 'normal';
}
