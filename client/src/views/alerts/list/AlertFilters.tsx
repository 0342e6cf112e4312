import { ALERT_CLASSES, type ShownAlert } from '@tunnelwatch/shared/alert';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { gatewayOf } from '@tunnelwatch/shared/subject';
import { useMemo } from 'react';
import { ALERT_STATE_LABEL } from '@tunnelwatch/shared/alert-labels';
import { Button } from '../../../components/form/Button.js';
import form from '../../../components/form/form.module.css';
import { SelectField } from '../../../components/form/SelectField.js';
import { TextField } from '../../../components/form/TextField.js';
import { CLASS_STYLE } from '../../../theme/class-style.js';
import { PRIORITY_LABEL } from '@tunnelwatch/shared/alert-labels';
import { useSetUrlParams } from '../../../url-state/use-url-param.js';
import { ALERT_GROUPINGS, type AlertGrouping, GROUPING_LABEL } from './alert-groups.js';
import { isNarrowed, OPEN_STATES, type AlertFilter } from './alert-filter.js';

const NONE = { priority: null, class: null, gateway: null, assignee: null, rule: null, q: null };

interface AlertFiltersProps {
  readonly filter: AlertFilter;
  readonly grouping: AlertGrouping | null;
  /** All loaded alerts: their gateways, names and rules are suggested. */
  readonly alerts: readonly ShownAlert[];
}

/** The filters of the list and what it is grouped by, in the URL. */
export function AlertFilters({ filter, grouping, alerts }: AlertFiltersProps) {
  const set = useSetUrlParams();
  const { gateways, assignees, rules } = useOffers(alerts, filter);
  return (
    <div className={form.filters} role="search">
      <TextField
        label="Search"
        type="search"
        value={filter.text}
        onChange={(q) => set({ q })}
        placeholder="Message, subject, name"
      />
      {filter.tab === 'open' ? (
        <SelectField
          label="State"
          value={filter.state}
          choices={OPEN_STATES}
          labelOf={(state) => ALERT_STATE_LABEL[state]}
          noneLabel="All states"
          onChange={(state) => set({ state })}
        />
      ) : null}
      <SelectField
        label="Priority"
        value={filter.priority}
        choices={PRIORITIES}
        labelOf={(priority) => PRIORITY_LABEL[priority]}
        noneLabel="All priorities"
        onChange={(priority) => set({ priority })}
      />
      <SelectField
        label="Class"
        value={filter.failureClass}
        choices={ALERT_CLASSES}
        labelOf={(name) => CLASS_STYLE[name].label}
        noneLabel="All classes"
        onChange={(name) => set({ class: name })}
      />
      <TextChoice label="Gateway" value={filter.gateway} choices={gateways} onChange={(gateway) => set({ gateway })} />
      <TextChoice
        label="Assigned to"
        value={filter.assignee}
        choices={assignees}
        onChange={(assignee) => set({ assignee })}
      />
      <TextChoice label="Rule" value={filter.rule} choices={rules} onChange={(rule) => set({ rule })} />
      <SelectField
        label="Group by"
        value={grouping}
        choices={ALERT_GROUPINGS}
        labelOf={(name) => GROUPING_LABEL[name]}
        noneLabel="Not grouped"
        onChange={(group) => set({ group, open: null })}
      />
      {isNarrowed(filter) ? (
        <Button variant="plain" onClick={() => set(filter.state === null ? NONE : { ...NONE, state: null })}>
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}

interface TextChoiceProps {
  readonly label: string;
  readonly value: string | null;
  readonly choices: readonly string[];
  readonly onChange: (value: string | null) => void;
}

function TextChoice(props: TextChoiceProps) {
  return <SelectField {...props} labelOf={(name) => name} noneLabel="All" />;
}

/** Choices from the loaded alerts, plus the current filter values. */
function useOffers(alerts: readonly ShownAlert[], filter: AlertFilter) {
  const texts = useMemo(() => {
    const of = (pick: (alert: ShownAlert) => string | null): string =>
      JSON.stringify([...new Set(alerts.flatMap((alert) => pick(alert) ?? []))].sort());
    return { gateways: of((a) => gatewayOf(a.subject)), assignees: of((a) => a.assignee), rules: of((a) => a.rule) };
  }, [alerts]);
  return {
    gateways: useNames(texts.gateways, filter.gateway),
    assignees: useNames(texts.assignees, filter.assignee),
    rules: useNames(texts.rules, filter.rule),
  };
}

/** Compared as text, so that the list of choices is the same object until a name is added or removed. */
function useNames(text: string, own: string | null): readonly string[] {
  return useMemo(() => {
    // The text was made from names above.
    const names = JSON.parse(text) as string[];
    return own === null || names.includes(own) ? names : [own, ...names];
  }, [text, own]);
}
