import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { useMemo } from 'react';
import { Fact, FactStrip } from '../../components/FactStrip.js';
import { formatBytes, formatCount, formatRate } from '../../format/format-number.js';
import { STATE_LABEL, STATES_BY_NEED, totalsOfSources } from './source-list.js';
import { StoreFact } from './StoreFact.js';

/** All sources in a line of numbers; the kinds of lines add up to all lines. */
export function SourceSummary({ sources }: { readonly sources: readonly SourceHealth[] }) {
  const totals = useMemo(() => totalsOfSources(sources), [sources]);
  const states = STATES_BY_NEED.filter((state) => totals.byState.has(state));
  return (
    <FactStrip>
      <Fact
        name={sources.length === 1 ? 'Source' : 'Sources'}
        note={states
          .map((state) => `${formatCount(totals.byState.get(state) ?? 0)} ${STATE_LABEL[state].toLowerCase()}`)
          .join(', ')}
        isAlarming={totals.byState.has('degraded')}
      >
        {formatCount(sources.length)}
      </Fact>
      <Fact name="Lines per second" note="over the last 10 seconds">
        {formatRate(totals.linesPerSecond)}
      </Fact>
      <Fact name="Not stored yet" note={totals.lagBytes === 0 ? 'nothing waits' : 'to be read'}>
        {formatBytes(totals.lagBytes)}
      </Fact>
      <Fact
        name="Lines read"
        note={`${formatCount(totals.events)} events, ${formatCount(totals.other)} other, ${formatCount(totals.empty)} empty`}
      >
        {formatCount(totals.lines)}
      </Fact>
      <Fact name="Unreadable" note={`${formatCount(totals.unknown)} events have an unknown id`}>
        {formatCount(totals.unreadable)}
      </Fact>
      <StoreFact />
    </FactStrip>
  );
}
