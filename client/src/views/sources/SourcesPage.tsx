import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { troublesOf } from '@tunnelwatch/shared/source-trouble';
import type { View } from '@tunnelwatch/shared/protocol';
import { useMemo, useRef, useState } from 'react';
import { PageHead } from '../../components/layout/PageHead.js';
import { Panel, Skeleton } from '../../components/layout/Panel.js';
import type { VirtualListHandle } from '../../components/list/use-virtual-rows.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { sourceExportUrl } from '../../http/api.js';
import type { RoomState } from '../../live/room-state.js';
import { useLiveStore, useRoom } from '../../live/use-live.js';
import { useUrlText } from '../../url-state/use-url-param.js';
import { ExplainPanel } from '../../components/explain/ExplainPanel.js';
import { GatewayClocks } from './GatewayClocks.js';
import { GatewayNamesakes } from './GatewayNamesakes.js';
import { SendersPanel } from './SendersPanel.js';
import { SourceDetail } from './detail/SourceDetail.js';
import { SourceFilters } from './list/SourceFilters.js';
import { filterSources, type SourceFilter } from './list/source-list.js';
import type { SourceSort } from './list/source-sort.js';
import styles from './SourcesPage.module.css';
import { SourceSummary } from './SourceSummary.js';
import { SourceTable } from './list/SourceTable.js';
import { useSourceUrl } from './list/use-source-url.js';
import { useSteadyOrder } from './list/use-steady-order.js';

const VIEW = { view: 'sources' } as const satisfies View;
const NO_SOURCES: readonly SourceHealth[] = [];

/** Every source: its position, its unreadable lines, and its problems. */
export function SourcesPage() {
  const store = useLiveStore();
  const { state, problem } = useRoom(VIEW);
  const { filter, sorted, press } = useSourceUrl();
  const drawn = useRef<VirtualListHandle>(null);
  const all = state?.sources ?? NO_SOURCES;
  const ordered = useSteadyOrder(all, sorted, () => drawn.current?.isInUse() ?? false);
  const { q, state: only } = filter;
  const shown = useMemo(() => filterSources(ordered, { q, state: only }), [ordered, q, only]);
  const selected = useSelected(shown);
  const isLoading = state?.sources == null;
  const onSort = (pressed: SourceSort): void => {
    press(pressed);
    drawn.current?.scrollToTop();
  };
  const head = (
    <PageHead
      title="Sources"
      note="Where log lines come from, how far they are read, what could not be decoded, and what to do about it."
    />
  );
  // All of it at once: what is above the list would push it down.
  if (isLoading && problem === null) {
    return (
      <>
        {head}
        <Skeleton rem={48} />
      </>
    );
  }
  return (
    <>
      {head}
      {all.length === 0 ? null : <SourceSummary sources={all} />}
      {all.length > 1 ? <SourceFilters {...filter} sort={sorted.sort} /> : null}
      <Panel
        title={titleOf(shown.length, all.length)}
        aside={shown.length === 0 ? undefined : <Exports {...filter} />}
        isLoading={isLoading}
        problem={isLoading ? problem : null}
        onRetry={() => store.retry(VIEW)}
        skeletonRem={24}
        empty={shown.length > 0 ? null : <EmptyNote hasSources={all.length > 0} isTrouble={only === 'trouble'} />}
      >
        <SourceTable sources={shown} selected={selected?.id ?? null} {...sorted} onSort={onSort} drawn={drawn} />
      </Panel>
      <SendersPanel />
      {selected === undefined ? null : <SourceDetail source={selected} />}
      {isLoading ? null : <ExplainPanel source={selected} />}
      {all.length === 0 ? null : <Gateways state={state} />}
    </>
  );
}

/** The gateways that the sources are of. */
function Gateways({ state }: { readonly state: RoomState<'sources'> | null }) {
  return (
    <>
      <GatewayClocks list={state?.gateways ?? null} />
      <GatewayNamesakes list={state?.namesakes ?? null} />
    </>
  );
}

function titleOf(shown: number, all: number): string {
  return shown === all ? 'All sources' : `${formatCount(shown)} of ${formatCount(all)} sources`;
}

/**
 * The source whose details are open: the selected one, else the first of the list. It stays open as long as it
 * exists, since details should not change while they are read, unless it is fine and the first one has problems.
 */
function useSelected(shown: readonly SourceHealth[]): SourceHealth | undefined {
  const [chosen] = useUrlText('source');
  const [openedId, setOpened] = useState<number | null>(null);
  const [first] = shown;
  const opened = shown.find((source) => source.id === openedId);
  const isOvertaken = opened !== undefined && first !== undefined && isWell(opened) && !isWell(first);
  const selected = shown.find((source) => String(source.id) === chosen) ?? (isOvertaken ? undefined : opened) ?? first;
  if (selected !== undefined && selected.id !== openedId) setOpened(selected.id);
  return selected;
}

function isWell(source: SourceHealth): boolean {
  return troublesOf(source).length === 0;
}

function Exports({ q, state }: SourceFilter) {
  const filter = {
    ...(q === null ? {} : { q }),
    ...(state === null ? {} : state === 'trouble' ? { trouble: 'true' } : { state }),
  };
  return (
    <span className={styles.exports}>
      Export{' '}
      <a href={sourceExportUrl('csv', filter)} download>
        CSV
      </a>{' '}
      <a href={sourceExportUrl('ndjson', filter)} download>
        NDJSON
      </a>
    </span>
  );
}

interface EmptyNoteProps {
  readonly hasSources: boolean;
  readonly isTrouble: boolean;
}

function EmptyNote({ hasSources, isTrouble }: EmptyNoteProps) {
  if (hasSources && isTrouble) return <p>No source has problems. Clear the filters to see all.</p>;
  if (hasSources) return <p>No source matches. Clear the filters to see all.</p>;
  return (
    <p>
      No sources configured. Name the log files of your gateways on the command line, as in{' '}
      <code>tunnelwatch serve /var/log/gateways/*.log</code>, or in the configuration file.
    </p>
  );
}
