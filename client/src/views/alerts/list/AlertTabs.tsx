import { Link, useSearchParams } from 'react-router';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { ALERT_TABS, TAB_PARAMS, type AlertTab } from './alert-filter.js';
import styles from './AlertsPage.module.css';

export const TAB_LABEL: Readonly<Record<AlertTab, string>> = {
  open: 'Active',
  shelved: 'Shelved',
  suppressed: 'Suppressed',
  over: 'Resolved',
  past: 'Late arrivals',
};

/** A tab's alerts, for the middle of a sentence. */
export const TAB_NOUN: Readonly<Record<AlertTab, string>> = {
  open: 'active alerts',
  shelved: 'shelved alerts',
  suppressed: 'suppressed alerts',
  over: 'resolved alerts',
  past: 'late arrivals',
};

interface AlertTabsProps {
  readonly tab: AlertTab;
  /** Number of matching alerts in each; null until it is known. */
  readonly counts: Readonly<Record<AlertTab, number>> | null;
}

/** The tabs of the list, each with its count. The other filters stay when the tab changes. */
export function AlertTabs({ tab, counts }: AlertTabsProps) {
  const [search] = useSearchParams();
  return (
    <nav className={styles.tabs} aria-label="Alert lists">
      {ALERT_TABS.map((each) => (
        <Link
          key={each}
          className={each === tab ? styles.tabHere : styles.tab}
          aria-current={each === tab ? 'page' : undefined}
          to={{ search: searchOf(search, each) }}
          replace
        >
          {TAB_LABEL[each]} <span className={styles.tabCount}>{counts === null ? '' : formatCount(counts[each])}</span>
        </Link>
      ))}
    </nav>
  );
}

function searchOf(search: URLSearchParams, tab: AlertTab): string {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(TAB_PARAMS[tab])) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return next.toString();
}
