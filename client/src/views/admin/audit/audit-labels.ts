import type { ApiAuditEntry } from '@tunnelwatch/shared/api';
import { visibleLines } from '@tunnelwatch/shared/visible-text';
import { formatDateTime } from '../../../format/format-time.js';

/** Actions as a column has them. */
const LABEL: ReadonlyMap<string, string> = new Map([
  ['acknowledge', 'Acknowledged'],
  ['unacknowledge', 'Removed acknowledgement'],
  ['assign', 'Assigned'],
  ['comment', 'Commented'],
  ['shelve', 'Shelved'],
  ['unshelve', 'Unshelved'],
  ['close', 'Closed'],
  ['reopen', 'Reopened'],
  ['opened', 'Alert opened'],
  ['raised', 'Condition returned'],
  ['worsened', 'Severity or priority increased'],
  ['returned', 'Condition cleared'],
  ['newCritical', 'New Critical: needs attention again'],
  ['rateRose', 'Rate rose: needs attention again'],
  ['acknowledgementExpired', 'Acknowledgement expired'],
  ['shelfExpired', 'Shelving expired'],
  ['windowBegan', 'Suppressed by a maintenance window'],
  ['windowEnded', 'Maintenance window over'],
  ['folded', 'Grouped with other alerts'],
  ['chattering', 'Marked as chattering'],
  ['calm', 'No longer chattering'],
  ['windowMade', 'Maintenance window created'],
  ['windowClosed', 'Maintenance window ended'],
  ['ruleSet', 'Rule changed'],
  ['ruleReset', 'Rule reset'],
  ['applyConfig', 'Settings applied to the cluster'],
  ['inventoryAdded', 'Inventory entry added'],
  ['inventoryChanged', 'Inventory entry changed'],
  ['inventoryRemoved', 'Inventory entry removed'],
  ['inventoryImported', 'Inventory imported'],
  ['signIn', 'Signed in'],
  ['signOut', 'Signed out'],
  ['sessionEnded', 'Session ended'],
  ['signInFailed', 'Sign-in failed'],
  ['signInLimited', 'Sign-in refused: too many attempts'],
  ['userAdded', 'User added'],
  ['userRemoved', 'User removed'],
  ['userRenamed', 'User renamed'],
  ['userBound', 'User bound to single sign-on'],
  ['nameRefused', 'User name refused'],
  ['changeLost', 'Change lost to another node'],
  ['roleChanged', 'Role changed'],
  ['passwordReset', 'Password reset'],
  ['passwordChanged', 'Password changed'],
  ['passwordChangeLimited', 'Password change refused: too many attempts'],
  ['tokenCreated', 'Token created'],
  ['tokenRevoked', 'Token revoked'],
  ['tokenRefused', 'Token refused'],
  ['refused', 'Request refused'],
  ['wallAdded', 'Wall made'],
  ['wallChanged', 'Wall changed'],
  ['wallRemoved', 'Wall deleted'],
  ['channelAdded', 'Channel added'],
  ['channelChanged', 'Channel changed'],
  ['channelRemoved', 'Channel deleted'],
  ['routesChanged', 'Notification routes changed'],
  ['viewShared', 'View shared'],
  ['viewUnshared', 'View no longer shared'],
  ['viewChanged', 'Shared view changed'],
  ['viewRemoved', 'Shared view deleted'],
  ['viewDefaultSet', 'Default view set'],
  ['handOverNoteAdded', 'Hand-over note written'],
  ['handOverNoteRead', 'Hand-over note read'],
  ['handOverMailed', 'Hand-over sent'],
]);

const OF_ALL = /^(\w+)All$/;

/** An action in words; one on many alerts at once like that on one. */
export function actionText(action: string): string {
  const single = OF_ALL.exec(action)?.[1];
  return LABEL.get(action) ?? LABEL.get(single ?? '') ?? action;
}

/** A choice of the action filter: one action, on one alert or on many. */
export interface ActionChoice {
  /** As the URL and the API have it. */
  readonly value: string;
  readonly label: string;
}

/** The actions of the trail as choices, by label. */
export function actionChoices(actions: readonly string[]): readonly ActionChoice[] {
  const byLabel = new Map<string, string[]>();
  for (const action of actions) {
    const label = actionText(action);
    byLabel.set(label, [...(byLabel.get(label) ?? []), action]);
  }
  return [...byLabel]
    .map(([label, names]) => ({ label, value: names.sort().join(',') }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** A field that an action has changed, each side as text; `before` is null for one that was not there. */
export interface FieldChange {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Fields that change with every action and say nothing. */
const BOOKKEEPING = new Set(['version', 'toldAt', 'lastAt', 'turns', 'updatedAt', 'updatedBy']);

/** What an entry changed, field by field. */
export function changesOf({ before, after }: Pick<ApiAuditEntry, 'before' | 'after'>): readonly FieldChange[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].flatMap((name) => {
    const [old, now] = [before?.[name], after?.[name]];
    if (BOOKKEEPING.has(name) || JSON.stringify(old) === JSON.stringify(now)) return [];
    return [{ name, before: valueText(name, old), after: valueText(name, now) }];
  });
}

const TIME_NAME = /(at|until|from|to|since|time)$/i;
/** Numbers in fields that are named like times are times only from here on, epoch ms. */
const EARLIEST_MS = Date.UTC(2000, 0);

function isPlain(value: unknown): value is number | string {
  return typeof value === 'number' || typeof value === 'string';
}

function valueText(name: string, value: unknown): string | null {
  if (value === undefined) return null;
  if (value === null) return '–';
  if (typeof value === 'number' && TIME_NAME.test(name) && value > EARLIEST_MS) return formatDateTime(value);
  if (typeof value === 'string') return visibleLines(value);
  if (Array.isArray(value) && value.every(isPlain)) return value.map((each) => visibleLines(String(each))).join(', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .filter(([, part]) => part !== null && part !== '')
      .map(([key, part]) => `${key}: ${valueText(key, part) ?? '–'}`)
      .join(', ');
  }
  return JSON.stringify(value);
}

/** The changes that belong into one line: of an alert only what an operator decided, as the rest follows from it. */
export function mainChanges(entry: ApiAuditEntry): readonly FieldChange[] {
  const changes = changesOf(entry);
  const isAboutAlert = entry.target === 'alerts' || entry.target.startsWith('alert ');
  if (!isAboutAlert) return entry.before === null ? [] : changes.slice(0, MAX_IN_LINE);
  return changes.filter(({ name }) => DECIDED.has(name) && isDecidedBy(entry.action, name));
}

const MAX_IN_LINE = 3;
const DECIDED: ReadonlySet<string> = new Set(['assignee', 'state', 'priority', 'severity']);

function isDecidedBy(action: string, name: string): boolean {
  return name !== 'assignee' || action.startsWith('assign');
}

/** "viewer → operator". */
export function changeText({ before, after }: FieldChange): string {
  return before === null ? (after ?? '–') : `${before} → ${after ?? '–'}`;
}
