import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { LAG_TROUBLE_MS, SOURCE_TROUBLES, UNREADABLE_TROUBLE_SHARE } from '@tunnelwatch/shared/source-trouble';
import { useMemo } from 'react';
import { Fact, FactStrip } from '../../components/layout/FactStrip.js';
import { formatBytes, formatCount, formatRate, formatShare } from '@tunnelwatch/shared/format-number';
import { formatLag } from '@tunnelwatch/shared/format-span';
import { type SourceTotals, STATE_LABEL, STATES_BY_NEED, totalsOfSources } from './list/source-list.js';
import { TROUBLE_LABEL } from '@tunnelwatch/shared/trouble-labels';
import { useStatus } from '../../live/use-live.js';
import { storeNote } from './store-note.js';

/** All sources in a row of figures. */
export function SourceSummary({ sources }: { readonly sources: readonly SourceHealth[] }) {
  const totals = useMemo(() => totalsOfSources(sources), [sources]);
  const { lines, unreadable, slow, lagMs } = totals;
  return (
    <FactStrip>
      <Fact
        name={sources.length === 1 ? 'Source' : 'Sources'}
        note={stateNote(totals)}
        isAlarming={totals.inTrouble > 0}
        hint="Files and listeners; those with problems by the worst of them"
      >
        {formatCount(sources.length)}
      </Fact>
      <Fact name="Lines per second" note={rateNote(totals)} hint="Lines of any kind, of all sources together">
        {formatRate(totals.linesPerSecond)}
      </Fact>
      <Fact
        name="Lag"
        note={lagNote(totals)}
        isAlarming={lagMs > LAG_TROUBLE_MS}
        hint="The longest wait of unread data in any source"
      >
        {formatLag(lagMs)}
      </Fact>
      <Fact
        name="Lines read"
        note={`${formatCount(totals.events)} events, ${formatCount(totals.other)} other, ${formatCount(totals.empty)} empty`}
        hint="Since each source was first read: events, other, unreadable and empty lines add up to it"
      >
        {formatCount(lines)}
      </Fact>
      <Fact
        name="Unreadable"
        note={`${formatCount(unreadable)} unreadable lines; events with an unknown ID: ${formatCount(totals.unknown)}`}
        isAlarming={unreadable > 0 && unreadable >= lines * UNREADABLE_TROUBLE_SHARE}
        hint="Share of all lines without a gateway message, or with a broken one, since each source was first read"
      >
        {formatShare(unreadable, lines)}
      </Fact>
      <Fact
        name="Slow lines"
        note={`${formatCount(slow)} decoded in full`}
        hint="Share of all lines in a new format, which had to be decoded in full. While it stays high, reading is slower than it could be"
      >
        {formatShare(slow, lines)}
      </Fact>
      <StoreFact />
    </FactStrip>
  );
}

function stateNote({ byState, byTrouble, inTrouble }: SourceTotals): string {
  const worst = SOURCE_TROUBLES.find((trouble) => byTrouble.has(trouble));
  if (worst !== undefined) {
    return `${formatCount(inTrouble)} with problems; worst: ${formatCount(byTrouble.get(worst) ?? 0)} ${TROUBLE_LABEL[worst].toLowerCase()}`;
  }
  return STATES_BY_NEED.filter((state) => byState.has(state))
    .map((state) => `${formatCount(byState.get(state) ?? 0)} ${STATE_LABEL[state].toLowerCase()}`)
    .join(', ');
}

function rateNote({ bytesPerSecond }: SourceTotals): string {
  const bytes = bytesPerSecond === null ? 'bytes unknown' : `${formatBytes(Math.round(bytesPerSecond))}/s`;
  return `${bytes}, over the last 10 s`;
}

function lagNote({ lagBytes, lagging }: SourceTotals): string {
  if (lagging === 0) return lagBytes === 0 ? 'nothing waiting' : `${formatBytes(lagBytes)} of unfinished lines`;
  return `${formatBytes(lagBytes)} waiting in ${lagging === 1 ? '1 source' : `${formatCount(lagging)} sources`}`;
}

/** Space that the store uses, how far back it reaches, and any remedy. */
function StoreFact() {
  const storage = useStatus()?.storage ?? null;
  if (storage === null) return null;
  const { note, isAlarming } = storeNote(storage);
  return (
    <Fact name="Store" note={note} isAlarming={isAlarming}>
      {formatBytes(storage.bytes + storage.walBytes)}
    </Fact>
  );
}
