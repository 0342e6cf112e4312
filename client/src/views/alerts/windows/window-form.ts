import type { AlertClass } from '@tunnelwatch/shared/alert';
import type { MaintenanceWindow, MaintenanceWindowRequest } from '@tunnelwatch/shared/maintenance-window';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { fromField, toField } from '../../../format/shown-zone.js';

/** The content of a new window's form, as typed. Times are local, in the format of `datetime-local` fields. */
export interface WindowDraft {
  readonly gateway: string;
  readonly matchkey: string;
  readonly class: AlertClass | null;
  readonly from: string;
  readonly until: string;
  readonly comment: string;
  readonly notifyCritical: boolean;
}

const USUAL_MS = 2 * HOUR_MS;

/** An empty form: for two hours from now. `now` in epoch ms. */
export function newDraft(now: number): WindowDraft {
  const from = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  return {
    gateway: '',
    matchkey: '',
    class: null,
    from: localField(from),
    until: localField(from + USUAL_MS),
    comment: '',
    notifyCritical: true,
  };
}

/** A time as a `datetime-local` field writes it, to the minute. */
export function localField(at: number): string {
  return toField(at).slice(0, 16);
}

/** The window in the form, or what is missing. */
export function bodyOf(draft: WindowDraft): MaintenanceWindowRequest | string {
  const from = fromField(draft.from);
  const until = fromField(draft.until);
  if (Number.isNaN(from) || Number.isNaN(until)) return 'Enter a start and an end time.';
  if (until <= from) return 'The end must be after the start.';
  const gateway = draft.gateway.trim() || null;
  const matchkey = draft.matchkey || null;
  if (matchkey !== null && gateway === null)
    return 'A matchkey is unique only within its gateway: enter the gateway too.';
  if (gateway === null && draft.class === null)
    return 'Enter a gateway, a tunnel or a class: a window over everything would hide everything.';
  if (draft.comment.trim() === '') return 'Enter a reason.';
  const { class: ofClass, notifyCritical } = draft;
  return { gateway, matchkey, class: ofClass, from, until, comment: draft.comment.trim(), notifyCritical };
}

/** The status of a window at `now`, epoch ms. */
export function phaseOf({ from, until }: MaintenanceWindow, now: number): 'active' | 'scheduled' | 'ended' {
  if (until <= now) return 'ended';
  return from <= now ? 'active' : 'scheduled';
}
