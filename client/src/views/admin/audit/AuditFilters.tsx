import { CheckField } from '../../../components/form/CheckField.js';
import { Button } from '../../../components/form/Button.js';
import { ChoiceSwitch } from '../../../components/form/ChoiceSwitch.js';
import form from '../../../components/form/form.module.css';
import { SelectField } from '../../../components/form/SelectField.js';
import { TextField } from '../../../components/form/TextField.js';
import { fromField, toField } from '../../../format/shown-zone.js';
import { fetchAuditChoices } from '../../../http/audit-api.js';
import { useApiQuery } from '../../../http/use-api-query.js';
import { useServerNow } from '../../../time/use-server-now.js';
import { useSetUrlParams } from '../../../url-state/use-url-param.js';
import styles from './AuditPage.module.css';
import { type AuditFilter, isNarrowed, NO_FILTER, presetTime, TIME_PRESETS } from './audit-filter.js';
import { actionChoices } from './audit-labels.js';

/** Filters by person, action, outcome, text and time, all in the URL. */
export function AuditFilters({ filter }: { readonly filter: AuditFilter }) {
  const setParams = useSetUrlParams();
  const { data } = useApiQuery({ key: ['audit-choices'], load: fetchAuditChoices });
  const actions = actionChoices(data?.actions ?? []);
  const actionLabels = new Map(actions.map(({ value, label }) => [value, label]));
  return (
    <div className={styles.filters} role="search">
      <TextField
        label="Search"
        type="search"
        value={filter.q}
        placeholder="Subject, comment or value"
        className={styles.search}
        onChange={(q) => setParams({ q })}
      />
      <TextField
        label="Person"
        value={filter.actor}
        placeholder="Anybody"
        choices={(data?.actors ?? []).map((value) => ({ value }))}
        className={styles.field}
        onChange={(actor) => setParams({ actor })}
      />
      <SelectField
        label="Action"
        value={filter.action}
        choices={choicesWith(filter.action, [...actionLabels.keys()])}
        labelOf={(value) => actionLabels.get(value) ?? value}
        noneLabel="All"
        onChange={(action) => setParams({ action })}
      />
      <SelectField
        label="Outcome"
        value={filter.outcome}
        choices={['done', 'refused'] as const}
        labelOf={(outcome) => (outcome === 'done' ? 'Done' : 'Refused')}
        noneLabel="All"
        onChange={(outcome) => setParams({ outcome })}
      />
      <TimeFilter filter={filter} />
      <CheckField
        label="Include what Tunnelwatch did by itself"
        isOn={filter.by === 'anybody'}
        onChange={(isOn) => setParams({ by: isOn ? 'anybody' : null })}
      />
      {isNarrowed(filter) ? <Button onClick={() => setParams(NO_FILTER)}>Clear filters</Button> : null}
    </div>
  );
}

/** The choices, and what the URL has beside them. */
function choicesWith(value: string | null, choices: readonly string[]): readonly string[] {
  return value === null || choices.includes(value) ? choices : [value, ...choices];
}

function TimeFilter({ filter }: { readonly filter: AuditFilter }) {
  const setParams = useSetUrlParams();
  const now = useServerNow();
  const set = (times: Partial<Pick<AuditFilter, 'from' | 'to'>>): void => {
    const texts = Object.entries(times).map(([name, at]) => {
      return [name, at === null || Number.isNaN(at) ? null : new Date(at).toISOString()] as const;
    });
    setParams(Object.fromEntries(texts));
  };
  const current = TIME_PRESETS.find((preset) => {
    const { from, to } = presetTime(preset, now);
    return from === filter.from && to === filter.to;
  });
  return (
    <>
      <div className={form.field}>
        <span>Time</span>
        <ChoiceSwitch
          label="Time"
          choices={TIME_PRESETS}
          value={current ?? null}
          labelOf={(preset) => preset}
          onChange={(preset) => set(presetTime(preset, now))}
        />
      </div>
      <TextField
        label="From"
        type="datetime-local"
        value={filter.from === null ? null : toField(filter.from)}
        onChange={(text) => set({ from: fromField(text) })}
      />
      <TextField
        label="Until"
        type="datetime-local"
        value={filter.to === null ? null : toField(filter.to)}
        onChange={(text) => set({ to: fromField(text) })}
      />
    </>
  );
}
