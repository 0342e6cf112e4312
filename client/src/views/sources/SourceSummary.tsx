import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { useMemo, type ReactNode } from 'react';
import { formatBytes, formatCount, formatRate } from '../../format/format-number.js';
import { useIsOutdated } from '../../live/use-outdated.js';
import { STATE_LABEL, STATES_BY_NEED, totalsOfSources } from './source-list.js';
import styles from './SourceSummary.module.css';

/** All sources in a line of numbers; the kinds of lines add up to all lines. */
export function SourceSummary({ sources }: { readonly sources: readonly SourceHealth[] }) {
  const totals = useMemo(() => totalsOfSources(sources), [sources]);
  const isOutdated = useIsOutdated();
  const states = STATES_BY_NEED.filter((state) => totals.byState.has(state));
  return (
    <dl className={isOutdated ? styles.staleSummary : styles.summary}>
      <Fact
        name={sources.length === 1 ? 'Source' : 'Sources'}
        value={formatCount(sources.length)}
        note={states
          .map((state) => `${formatCount(totals.byState.get(state) ?? 0)} ${STATE_LABEL[state].toLowerCase()}`)
          .join(', ')}
        isAlarming={totals.byState.has('degraded')}
      />
      <Fact name="Lines per second" value={formatRate(totals.linesPerSecond)} note="over the last 10 seconds" />
      <Fact
        name="Not stored yet"
        value={formatBytes(totals.lagBytes)}
        note={totals.lagBytes === 0 ? 'nothing waits' : 'to be read'}
      />
      <Fact
        name="Lines read"
        value={formatCount(totals.lines)}
        note={`${formatCount(totals.events)} events, ${formatCount(totals.other)} other, ${formatCount(totals.empty)} empty`}
      />
      <Fact
        name="Unreadable"
        value={formatCount(totals.unreadable)}
        note={`${formatCount(totals.unknown)} events have an unknown id`}
      />
    </dl>
  );
}

interface FactProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly note: string;
  readonly isAlarming?: boolean;
}

function Fact({ name, value, note, isAlarming = false }: FactProps) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={isAlarming ? styles.alarming : styles.note}>{note}</dd>
    </div>
  );
}
