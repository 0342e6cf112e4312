import { type ShownAlert, isOver, isUnacknowledged, isWaiting } from '@tunnelwatch/shared/alert';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';

/** The dialog of an action, and its texts. */
export interface ActionSpec {
  readonly title: string;
  /** Label of the button. */
  readonly verb: string;
  /** What it does, in one sentence. */
  readonly meaning: string;
  /** Whether there is a comment field, and whether it may be empty. */
  readonly comment: 'none' | 'optional' | 'required';
  /** Choices for the expiry; `none` if the action does not expire. */
  readonly end: 'none' | 'acknowledgement' | 'shelf';
  /** Word for the result, as in "3 acknowledged". */
  readonly done: string;
}

export const ACTION_SPECS: Readonly<Record<AlertAction, ActionSpec>> = {
  acknowledge: {
    title: 'Acknowledge alert',
    verb: 'Acknowledge',
    meaning: 'Stops sound and flashing. The alert stays active until its condition clears.',
    comment: 'optional',
    end: 'acknowledgement',
    done: 'acknowledged',
  },
  unacknowledge: {
    title: 'Remove acknowledgement',
    verb: 'Unacknowledge',
    meaning: 'The alert needs attention again.',
    comment: 'optional',
    end: 'none',
    done: 'unacknowledged',
  },
  assign: {
    title: 'Assign alert',
    verb: 'Assign',
    meaning: 'Shows who is working on it. Leave empty to unassign.',
    comment: 'optional',
    end: 'none',
    done: 'assigned',
  },
  comment: {
    title: 'Add comment',
    verb: 'Comment',
    meaning: 'The comment is added to the history of the alert.',
    comment: 'required',
    end: 'none',
    done: 'commented on',
  },
  shelve: {
    title: 'Shelve alert',
    verb: 'Shelve',
    meaning:
      'Hides the alert from the active list for a limited time. It stays under Shelved and returns automatically.',
    comment: 'optional',
    end: 'shelf',
    done: 'shelved',
  },
  unshelve: {
    title: 'Unshelve alert',
    verb: 'Unshelve',
    meaning: 'The alert returns to the active list now.',
    comment: 'optional',
    end: 'none',
    done: 'unshelved',
  },
  close: {
    title: 'Close alert',
    verb: 'Close alert',
    meaning: 'Confirms that whatever it left behind on the gateway has been fixed. If it recurs, a new alert opens.',
    comment: 'required',
    end: 'none',
    done: 'closed',
  },
  reopen: {
    title: 'Reopen alert',
    verb: 'Reopen',
    meaning: 'The alert is open again, as it was before it was closed.',
    comment: 'optional',
    end: 'none',
    done: 'reopened',
  },
};

/** The actions that are possible in the alert's current state, the most likely first. */
export function possibleActions(alert: ShownAlert): readonly AlertAction[] {
  if (alert.isPast || alert.foldedInto !== null) return [];
  const isResolved = isOver(alert);
  const actions: AlertAction[] = [];
  if (isWaiting(alert)) actions.push('acknowledge');
  if (alert.state === 'acknowledged' || (alert.state === 'suppressed' && alert.acknowledgement !== null))
    actions.push('unacknowledge');
  if (!isResolved) actions.push('assign');
  actions.push('comment');
  if (isUnacknowledged(alert) || alert.state === 'acknowledged') actions.push('shelve');
  if (alert.state === 'shelved') actions.push('unshelve');
  if (alert.isLatched && !isResolved && alert.state !== 'outOfService') actions.push('close');
  if (alert.state === 'closed') actions.push('reopen');
  return actions;
}

/** An expiry choice. */
export interface EndChoice {
  readonly label: string;
  /** Duration from now, milliseconds; null for no expiry. */
  readonly afterMs: number | null;
}

/** When an acknowledgement or a shelf can end; a shelf lasts a shift (8 h) at the most. */
export const END_CHOICES: Readonly<Record<'acknowledgement' | 'shelf', readonly EndChoice[]>> = {
  acknowledgement: [
    { label: 'Never', afterMs: null },
    { label: '1 hour', afterMs: HOUR_MS },
    { label: '4 hours', afterMs: 4 * HOUR_MS },
    { label: '8 hours', afterMs: 8 * HOUR_MS },
  ],
  shelf: [
    { label: '15 minutes', afterMs: 15 * MINUTE_MS },
    { label: '30 minutes', afterMs: 30 * MINUTE_MS },
    { label: '1 hour', afterMs: HOUR_MS },
    { label: '2 hours', afterMs: 2 * HOUR_MS },
    { label: '4 hours', afterMs: 4 * HOUR_MS },
    // A little short of the most that the server allows: its clock and ours differ.
    { label: '8 hours', afterMs: 8 * HOUR_MS - 5000 },
  ],
};
