import type { Activity } from '@tunnelwatch/shared/report';
import { formatDateTime } from '../../format/format-time.js';
import { counted } from './report-labels.js';

/** Actions in the past tense, with a placeholder for their object. */
const DONE: ReadonlyMap<string, string> = new Map([
  ['acknowledge', 'acknowledged'],
  ['unacknowledge', 'removed the acknowledgement of'],
  ['assign', 'assigned'],
  ['comment', 'commented on'],
  ['shelve', 'shelved'],
  ['unshelve', 'unshelved'],
  ['close', 'closed'],
  ['reopen', 'reopened'],
  ['windowMade', 'created'],
  ['senderBlocked', 'blocked'],
  ['senderUnblocked', 'unblocked'],
  ['windowClosed', 'ended'],
  ['ruleSet', 'changed'],
  ['ruleReset', 'reset'],
  ['userAdded', 'added'],
  ['userRemoved', 'removed'],
  ['roleChanged', 'changed the role of'],
  ['passwordReset', 'reset the password of'],
  ['passwordChanged', 'changed the password of'],
  ['tokenCreated', 'created'],
  ['tokenRevoked', 'revoked'],
  ['viewShared', 'shared'],
  ['viewUnshared', 'stopped sharing'],
  ['viewChanged', 'changed'],
  ['viewRemoved', 'deleted'],
  ['viewDefaultSet', 'set'],
  ['handOverNoteAdded', 'wrote'],
  ['handOverNoteRead', 'read'],
  ['handOverMailed', 'sent the'],
]);

/** The same as a noun for a count. */
const COUNTED: ReadonlyMap<string, readonly [one: string, many: string]> = new Map([
  ['acknowledge', ['acknowledgement', 'acknowledgements']],
  ['unacknowledge', ['acknowledgement removed', 'acknowledgements removed']],
  ['assign', ['assignment', 'assignments']],
  ['comment', ['comment', 'comments']],
  ['shelve', ['alert shelved', 'alerts shelved']],
  ['unshelve', ['alert unshelved', 'alerts unshelved']],
  ['close', ['alert closed', 'alerts closed']],
  ['reopen', ['alert reopened', 'alerts reopened']],
  ['senderBlocked', ['sender blocked', 'senders blocked']],
  ['senderUnblocked', ['sender unblocked', 'senders unblocked']],
  ['windowMade', ['maintenance window created', 'maintenance windows created']],
  ['windowClosed', ['maintenance window ended', 'maintenance windows ended']],
  ['ruleSet', ['rule changed', 'rules changed']],
  ['ruleReset', ['rule reset', 'rules reset']],
]);

const OF_ALL = /^(\w+)All$/;

/** An action without its object: "acknowledged", "closed 12 alerts at once". */
export function actionLabel({ action, changed }: Pick<Activity, 'action' | 'changed'>): string {
  const single = OF_ALL.exec(action)?.[1];
  if (changed !== null && single !== undefined) {
    const done = DONE.get(single) ?? single;
    return `${done} ${counted(changed, 'alert')} at once`;
  }
  return DONE.get(action) ?? action;
}

/** The object of an action, if it is not an alert: "maintenance window 3", "rule rate-replay"; empty for many alerts. */
export function targetLabel({ target, changed }: Pick<Activity, 'target' | 'changed'>): string {
  if (changed !== null) return '';
  return target.startsWith('window ') ? `maintenance ${target}` : target;
}

/** Details of an action: assignee, expiry; empty if there are none. */
export function detailLabel({ assignee, until, action }: Pick<Activity, 'assignee' | 'until' | 'action'>): string {
  const to = action === 'assign' ? ` to ${assignee ?? 'nobody'}` : '';
  return until === null || action === 'windowClosed' ? to : `${to} until ${formatDateTime(until)}`;
}

/** A count of one kind of action: "3 acknowledgements". */
export function actionCount(action: string, count: number): string {
  const [one, many] = COUNTED.get(action) ?? [action, action];
  return counted(count, one, many);
}
