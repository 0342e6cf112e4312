import { Button } from '../../../components/form/Button.js';
import form from '../../../components/form/form.module.css';
import { SelectField } from '../../../components/form/SelectField.js';
import { TextField } from '../../../components/form/TextField.js';
import { useSetUrlParams } from '../../../url-state/use-url-param.js';
import { type SourceFilter, STATE_FILTERS, STATE_LABEL, type StateFilter } from './source-list.js';
import { DEFAULT_SORT, SORT_LABEL, SOURCE_SORTS, type SourceSort } from './source-sort.js';
import styles from '../SourcesPage.module.css';

const CHOSEN_SORTS = SOURCE_SORTS.filter((sort) => sort !== DEFAULT_SORT);

/** Filter and order of the sources, stored in the URL. */
export function SourceFilters({ q, state, sort }: SourceFilter & { readonly sort: SourceSort }) {
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
        value={state}
        choices={STATE_FILTERS}
        labelOf={labelOfState}
        noneLabel="All"
        onChange={(value) => setParams({ state: value })}
      />
      <SelectField
        label="Sort by"
        value={sort === DEFAULT_SORT ? null : sort}
        choices={CHOSEN_SORTS}
        labelOf={(name) => SORT_LABEL[name]}
        noneLabel={SORT_LABEL[DEFAULT_SORT]}
        onChange={(value) => setParams({ sort: value, order: null })}
      />
      {q === null && state === null ? null : (
        <Button onClick={() => setParams({ q: null, state: null })}>Clear filters</Button>
      )}
    </div>
  );
}

function labelOfState(state: StateFilter): string {
  return state === 'trouble' ? 'With problems' : STATE_LABEL[state];
}
