import type { Alert, AlertState } from '@tunnelwatch/shared/alert';

/** What can happen to an alert. */
export type AlertInput =
  /** Its condition is active (again). */
  | 'raise'
  /** Its condition has cleared. */
  | 'clear'
  | 'acknowledge'
  | 'unacknowledge'
  /** An acknowledgement no longer holds: it has expired, or the rate has increased. */
  | 'realarm'
  | 'shelve'
  | 'unshelve'
  /** A maintenance window begins, and ends. */
  | 'suppress'
  | 'unsuppress'
  | 'close'
  /** It was closed too soon. */
  | 'reopen';

/** `resume` leads to the state that the alert would have if it had not been put aside. */
type Next = AlertState | 'resume';

/**
 * The life cycle of an alert (states of ISA-18.2), as a table: anything not in it is not possible. A resolved alert stays
 * resolved: when its condition returns, a new episode begins. Only one that a person has closed can be opened again by one.
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
  suppressed: {
    raise: 'suppressed',
    clear: 'suppressed',
    // A Critical is shown inside a window too: whoever has seen it says so.
    acknowledge: 'suppressed',
    unacknowledge: 'suppressed',
    unsuppress: 'resume',
    close: 'closed',
  },
  outOfService: {},
  closed: { reopen: 'resume' },
};

/** The state that an input leads to; undefined when it is not possible in the current one. */
export function nextState(alert: Alert, input: AlertInput): AlertState | undefined {
  const next = TRANSITIONS[alert.state][input];
  return next === 'resume' ? resumed(alert) : next;
}

/** The state of an alert that is no longer put aside. A window may still suppress one that is unshelved. */
function resumed({ windowId, isActive, acknowledgement }: Alert): AlertState {
  if (windowId !== null) return 'suppressed';
  if (isActive) return acknowledgement === null ? 'unacknowledged' : 'acknowledged';
  return acknowledgement === null ? 'returnedUnacknowledged' : 'normal';
}
