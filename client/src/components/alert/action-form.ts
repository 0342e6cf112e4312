import type { AlertAction, AlertCommand } from '@tunnelwatch/shared/alert-command';
import { useState } from 'react';
import { ACTION_SPECS, END_CHOICES, type EndChoice } from './action-specs.js';

/** The content of an action's form. */
export interface ActionForm {
  readonly comment: string;
  readonly setComment: (comment: string) => void;
  readonly assignee: string;
  readonly setAssignee: (assignee: string) => void;
  /** Expiry choices; empty if the action does not expire. */
  readonly ends: readonly EndChoice[];
  /** Index of the selected expiry. */
  readonly end: number;
  readonly setEnd: (end: number) => void;
  /** True when all required fields are filled in. */
  readonly isComplete: boolean;
  /** The fields in the form of a command; `now` by the server's clock, epoch ms. */
  readonly fields: (now: number) => Pick<AlertCommand, 'comment' | 'until' | 'assignee'>;
}

/** The fields of an action. @param assignee the current assignee */
export function useActionForm(action: AlertAction, assignee: string): ActionForm {
  const [comment, setComment] = useState('');
  const [to, setAssignee] = useState(assignee);
  const [end, setEnd] = useState(0);
  const spec = ACTION_SPECS[action];
  const ends = spec.end === 'none' ? [] : END_CHOICES[spec.end];
  return {
    comment,
    setComment,
    assignee: to,
    setAssignee,
    ends,
    end,
    setEnd,
    isComplete: spec.comment !== 'required' || comment.trim() !== '',
    fields: (now) => {
      const afterMs = ends[end]?.afterMs ?? null;
      return {
        comment: comment.trim(),
        until: afterMs === null ? null : Math.round(now + afterMs),
        assignee: action === 'assign' && to.trim() !== '' ? to.trim() : null,
      };
    },
  };
}
