import { AUDIT_OUTCOMES, type AuditOutcome } from '@tunnelwatch/shared/audit';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { dayStart } from '../../../format/shown-zone.js';
import type { Query } from '../../../http/http-client.js';

/** The filter in the URL; times in epoch ms. */
export interface AuditFilter {
  readonly actor: string | null;
  /** One action, or several with commas between them. */
  readonly action: string | null;
  /** Null for people and programs only. */
  readonly by: 'anybody' | null;
  readonly outcome: AuditOutcome | null;
  readonly q: string | null;
  readonly from: number | null;
  readonly to: number | null;
}

export const NO_FILTER = { actor: null, action: null, by: null, outcome: null, q: null, from: null, to: null };

/** The filter of the page; what is not valid in the URL is left out. */
export function useAuditFilter(): AuditFilter {
  const [search] = useSearchParams();
  return useMemo(() => filterOf(search), [search]);
}

/** Whether the filter leaves anything out, or lets in what is left out without it. */
export function isNarrowed(filter: AuditFilter): boolean {
  return Object.values(filter).some((value) => value !== null);
}

export function filterOf(search: URLSearchParams): AuditFilter {
  const timeOf = (name: string): number | null => {
    const at = Date.parse(search.get(name) ?? '');
    return Number.isNaN(at) ? null : at;
  };
  const action = search.get('action');
  return {
    actor: search.get('actor'),
    action: action !== null && /^\w+(,\w+)*$/.test(action) ? action : null,
    by: search.get('by') === 'anybody' ? 'anybody' : null,
    outcome: AUDIT_OUTCOMES.find((outcome) => outcome === search.get('outcome')) ?? null,
    q: search.get('q'),
    from: timeOf('from'),
    to: timeOf('to'),
  };
}

/** The filter as the API takes it. */
export function queryOf({ actor, action, by, outcome, q, from, to }: AuditFilter): Query {
  return {
    actor: actor ?? undefined,
    action: action ?? undefined,
    by: by ?? 'people',
    outcome: outcome ?? undefined,
    q: q ?? undefined,
    from: from === null ? undefined : new Date(from).toISOString(),
    to: to === null ? undefined : new Date(to).toISOString(),
  };
}

export const TIME_PRESETS = ['Today', 'Yesterday', 'Last 7 days', 'All'] as const;
export type TimePreset = (typeof TIME_PRESETS)[number];

/** The time of a preset; days are those of the shown zone. */
export function presetTime(preset: TimePreset, now: number): Pick<AuditFilter, 'from' | 'to'> {
  switch (preset) {
    case 'Today':
      return { from: dayStart(now), to: null };
    case 'Yesterday':
      return { from: dayStart(now, -1), to: dayStart(now) };
    case 'Last 7 days':
      return { from: dayStart(now) - 6 * DAY_MS, to: null };
    case 'All':
      return { from: null, to: null };
  }
}
