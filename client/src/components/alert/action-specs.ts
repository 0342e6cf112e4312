import { type ShownAlert, isOver, isUnacknowledged } from '@tunnelwatch/shared/alert';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';

/** What a dialog asks for, and how it is worded. */
export interface ActionLook {
  readonly title: string;
  /** The word on the button, which is also what is done. */
  readonly verb: string;
  /** What it does, in a sentence. */
  readonly meaning: string;
  /** Whether a comment is asked for, and whether it may be empty. */
  readonly comment: 'none' | 'optional' | 'needed';
  /** What the end of it is chosen from; `none` where it has no end. */
  readonly end: 'none' | 'acknowledgement' | 'shelf';
  /** What a reached goal is called, as in "3 acknowledged". */
  readonly done: string;
}

export const ACTION_LOOK: Readonly<Record<AlertAction, ActionLook>> = {
  acknowledge: {
    title: 'Acknowledge alert',
    verb: 'Acknowledge',
    meaning: 'You have seen it. Sound and flashing stop; the alert stays until its condition is gone.',
    comment: 'optional',
    end: 'acknowledgement',
    done: 'acknowledged',
  },
  unacknowledge: {
    title: 'Take the acknowledgement back',
    verb: 'Unacknowledge',
    meaning: 'The alert asks for somebody again.',
    comment: 'optional',
    end: 'none',
    done: 'unacknowledged again',
  },
  assign: {
    title: 'Assign alert',
    verb: 'Assign',
    meaning: 'It says who works on it. An empty name means nobody.',
    comment: 'optional',
    end: 'none',
    done: 'assigned',
  },
  comment: {
    title: 'Comment on alert',
    verb: 'Comment',
    meaning: 'The comment stands in the history of the alert.',
    comment: 'needed',
    end: 'none',
    done: 'commented on',
  },
  shelve: {
    title: 'Shelve alert',
    verb: 'Shelve',
    meaning: 'The alert is put aside for a limited time. It stays listed under Shelved and comes back by itself.',
    comment: 'optional',
    end: 'shelf',
    done: 'shelved',
  },
  unshelve: {
    title: 'Take alert off the shelf',
    verb: 'Unshelve',
    meaning: 'The alert comes back at once.',
    comment: 'optional',
    end: 'none',
    done: 'unshelved',
  },
  close: {
    title: 'Close alert',
    verb: 'Close alert',
    meaning: 'You say that what it left behind on the gateway was put right. A recurrence opens a new alert.',
    comment: 'needed',
    end: 'none',
    done: 'closed',
  },
};

/** What can be done with an alert in its present state, the most likely first. */
export function possibleActions(alert: ShownAlert): readonly AlertAction[] {
  if (alert.isPast || alert.foldedInto !== null) return [];
  const over = isOver(alert);
  const actions: AlertAction[] = [];
  if (isUnacknowledged(alert)) actions.push('acknowledge');
  if (alert.state === 'acknowledged') actions.push('unacknowledge');
  if (!over) actions.push('assign');
  actions.push('comment');
  if (isUnacknowledged(alert) || alert.state === 'acknowledged') actions.push('shelve');
  if (alert.state === 'shelved') actions.push('unshelve');
  if (alert.isLatched && !over && alert.state !== 'outOfService') actions.push('close');
  return actions;
}

/** A choice of when something ends. */
export interface EndChoice {
  readonly label: string;
  /** From now on, milliseconds; null for no end. */
  readonly afterMs: number | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** When an acknowledgement or a shelf can end; a shelf lasts a shift (8 h) at the most. */
export const END_CHOICES: Readonly<Record<'acknowledgement' | 'shelf', readonly EndChoice[]>> = {
  acknowledgement: [
    { label: 'No end', afterMs: null },
    { label: '1 hour', afterMs: HOUR },
    { label: '4 hours', afterMs: 4 * HOUR },
    { label: 'End of shift, 8 hours', afterMs: 8 * HOUR },
  ],
  shelf: [
    { label: '15 minutes', afterMs: 15 * MINUTE },
    { label: '30 minutes', afterMs: 30 * MINUTE },
    { label: '1 hour', afterMs: HOUR },
    { label: '2 hours', afterMs: 2 * HOUR },
    { label: '4 hours', afterMs: 4 * HOUR },
    // A little short of the most that the server allows: its clock and ours differ.
    { label: '8 hours', afterMs: 8 * HOUR - 5000 },
  ],
};
