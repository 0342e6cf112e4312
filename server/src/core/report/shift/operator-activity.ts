import type { Activity, Report } from '@tunnelwatch/shared/report';
import { named, type Naming } from '../../inventory/shown.js';
import { firstOf, MAX_DEEDS, MAX_PEOPLE } from './limits.js';
import type { ShiftChange } from './shift-change.js';

type People = Report['people'];

interface PersonTally {
  name: string;
  isProgram: boolean;
  activities: number;
  actions: Map<string, number>;
}

/** Sign-ins and sign-outs are counted, but are not activity. */
const COMING_AND_GOING: ReadonlySet<string> = new Set(['signIn', 'signOut', 'sessionEnded', 'signInFailed']);
const OF_PEOPLE = /^(?:user|token) |^unknown user$/;
const ALL = 'All';

/** Collects the activity of users; actions of the server itself are left out. */
export class OperatorActivity {
  private readonly people = new Map<string, PersonTally>();
  private last: Activity[] = [];
  private count = 0;
  private readonly sums = { signIns: 0, failedSignIns: 0, hidden: 0 };
  /** Entries of single alerts that still follow a bulk action, and by whom. */
  private rest = { entries: 0, by: '', action: '' };

  /** @param seesPeople whether changes of users and tokens are shown, as the audit trail is to admins */
  constructor(
    private readonly seesPeople: boolean,
    private readonly names: Naming,
  ) {}

  add(change: ShiftChange): void {
    const { actor, action, target } = change;
    if (actor.kind === 'server') return;
    if (action === 'signIn') this.sums.signIns += 1;
    if (action === 'signInFailed') this.sums.failedSignIns += 1;
    if (COMING_AND_GOING.has(action)) return;
    if (!this.seesPeople && OF_PEOPLE.test(target)) {
      this.sums.hidden += 1;
      return;
    }
    const person = this.personOf(change);
    if (this.isPartOfBulk(change)) {
      person.actions.set(action, (person.actions.get(action) ?? 0) + 1);
      return;
    }
    this.note(person, change);
  }

  result(): People {
    const people = [...this.people.values()].sort(
      (a, b) => b.activities - a.activities || a.name.localeCompare(b.name),
    );
    const byPerson = people.map(({ actions, ...person }) => ({
      ...person,
      actions: [...actions].sort(([, a], [, b]) => b - a).map(([action, count]) => ({ action, count })),
    }));
    const items = this.last.slice(-MAX_DEEDS);
    return {
      byPerson: firstOf(byPerson, MAX_PEOPLE),
      activities: { items, notShown: this.count - items.length },
      ...this.sums,
    };
  }

  private note(person: PersonTally, change: ShiftChange): void {
    person.activities += 1;
    // A bulk action counts by the alerts that it changed.
    if (change.changed === null) person.actions.set(change.action, (person.actions.get(change.action) ?? 0) + 1);
    this.count += 1;
    this.last.push(activityOf(change, this.names));
    if (this.last.length >= 2 * MAX_DEEDS) this.last = this.last.slice(-MAX_DEEDS);
  }

  private personOf({ actor: { kind, name } }: ShiftChange): PersonTally {
    const key = `${kind} ${name}`;
    const known = this.people.get(key);
    if (known !== undefined) return known;
    const made = { name, isProgram: kind === 'token', activities: 0, actions: new Map<string, number>() };
    this.people.set(key, made);
    return made;
  }

  /** The entries of the single alerts of a bulk action follow it at once, as many as it says. */
  private isPartOfBulk({ action, actor, alert, changed }: ShiftChange): boolean {
    if (changed !== null && action.endsWith(ALL)) {
      this.rest = { entries: changed, by: actor.name, action: action.slice(0, -ALL.length) };
      return false;
    }
    const { entries, by } = this.rest;
    if (entries === 0 || alert === null || by !== actor.name || action !== this.rest.action) return false;
    this.rest.entries -= 1;
    return true;
  }
}

function activityOf(
  { at, actor, action, target, comment, alert, changed, until }: ShiftChange,
  names: Naming,
): Activity {
  return {
    at,
    by: actor.name,
    isProgram: actor.kind === 'token',
    action,
    target,
    comment,
    changed,
    alert: alert === null ? null : named({ id: alert.id, message: alert.message, subject: alert.subject }, names),
    until: untilOf(action, alert) ?? until,
    assignee: action === 'assign' ? (alert?.assignee ?? null) : null,
  };
}

function untilOf(action: string, alert: ShiftChange['alert']): number | null {
  if (action === 'shelve') return alert?.shelf?.until ?? null;
  return action === 'acknowledge' ? (alert?.acknowledgement?.until ?? null) : null;
}
