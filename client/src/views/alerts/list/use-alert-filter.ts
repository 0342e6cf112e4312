import { ALERT_CLASSES } from '@tunnelwatch/shared/alert';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { OPEN_STATES, tabFromUrl, type AlertFilter } from './alert-filter.js';

/** The filters of the alert list, from the URL. */
export function useAlertFilter(): AlertFilter {
  const [search] = useSearchParams();
  return useMemo(() => alertFilterFrom(search), [search]);
}

/** The filter in a query string; invalid parts count as absent. */
export function alertFilterFrom(search: URLSearchParams): AlertFilter {
  const choice = <Choice extends string>(name: string, choices: readonly Choice[]): Choice | null =>
    choices.find((each) => each === search.get(name)) ?? null;
  const text = (name: string): string | null => search.get(name) || null;
  const tab = tabFromUrl(search);
  return {
    tab,
    state: tab === 'open' ? choice('state', OPEN_STATES) : null,
    priority: choice('priority', PRIORITIES),
    gateway: text('gateway'),
    failureClass: choice('class', ALERT_CLASSES),
    assignee: text('assignee'),
    rule: text('rule'),
    text: text('q'),
  };
}
