import { SOURCE_STATES, type SourceHealth } from '@tunnelwatch/shared/source-health';
import type { View } from '@tunnelwatch/shared/protocol';
import { useMemo } from 'react';
import { Button } from '../../components/Button.js';
import form from '../../components/form.module.css';
import { PageHead } from '../../components/PageHead.js';
import { Panel } from '../../components/Panel.js';
import { SelectField } from '../../components/SelectField.js';
import { TextField } from '../../components/TextField.js';
import { formatCount } from '../../format/format-number.js';
import { useLiveStore, useRoom } from '../../live/use-live.js';
import { useSetUrlParams, useUrlChoice, useUrlText } from '../../url-state/use-url-param.js';
import { SourceDetail } from './SourceDetail.js';
import { listSources, STATE_LABEL, STATES_BY_NEED } from './source-list.js';
import { SourceSummary } from './SourceSummary.js';
import styles from './SourcesPage.module.css';
import { SourceTable } from './SourceTable.js';

const VIEW: View = { view: 'sources' };
const NO_SOURCES: readonly SourceHealth[] = [];

/** Everything that lines come from: how far it is read, and what could not be made of it. */
export function SourcesPage() {
  const store = useLiveStore();
  const { state, problem } = useRoom(VIEW);
  const [q] = useUrlText('q');
  const [only] = useUrlChoice('state', SOURCE_STATES);
  const [chosen] = useUrlText('source');
  const all = state?.sources ?? NO_SOURCES;
  const shown = useMemo(() => listSources(all, { q, state: only }), [all, q, only]);
  // Without a choice the first one stands open: the one that needs somebody, or the only one.
  const selected = shown.find((source) => String(source.id) === chosen) ?? shown[0];
  const isLoading = state?.sources == null;
  return (
    <>
      <PageHead
        title="Sources"
        note="Where the lines come from, how far they are read, and what could not be made of them."
      />
      {all.length === 0 ? null : <SourceSummary sources={all} />}
      {all.length > 1 ? <SourceFilters q={q} only={only} /> : null}
      <Panel
        title={
          shown.length === all.length
            ? 'All sources'
            : `${formatCount(shown.length)} of ${formatCount(all.length)} sources`
        }
        isLoading={isLoading}
        problem={isLoading ? problem : null}
        onRetry={() => store.retry(VIEW)}
        skeletonRem={24}
        empty={shown.length > 0 ? null : <EmptyNote hasSources={all.length > 0} />}
      >
        <SourceTable sources={shown} selected={selected?.id ?? null} />
      </Panel>
      {selected === undefined ? null : <SourceDetail source={selected} />}
    </>
  );
}

interface SourceFiltersProps {
  readonly q: string | null;
  readonly only: (typeof SOURCE_STATES)[number] | null;
}

function SourceFilters({ q, only }: SourceFiltersProps) {
  const setParams = useSetUrlParams();
  return (
    <div className={`${form.filters ?? ''} ${styles.filters ?? ''}`} role="search">
      <TextField
        label="Search"
        type="search"
        value={q}
        placeholder="Part of a path or address"
        className={styles.search}
        onChange={(value) => setParams({ q: value })}
      />
      <SelectField
        label="State"
        value={only}
        choices={STATES_BY_NEED}
        labelOf={(name) => STATE_LABEL[name]}
        noneLabel="All"
        onChange={(value) => setParams({ state: value })}
      />
      {q === null && only === null ? null : (
        <Button onClick={() => setParams({ q: null, state: null })}>Clear filters</Button>
      )}
    </div>
  );
}

function EmptyNote({ hasSources }: { readonly hasSources: boolean }) {
  if (hasSources) return <p>No source matches. Clear the filters to see all.</p>;
  return (
    <p>
      Nothing is read. Name the gateways’ log files when you start the monitor, as in{' '}
      <code>npm start -- /var/log/gateways/*.log</code>, or in its configuration file.
    </p>
  );
}
