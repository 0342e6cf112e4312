import { EVENT_CLASSES } from '@tunnelwatch/shared/failure-class';
import { SEVERITIES } from '@tunnelwatch/shared/severity';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Button } from '../../components/form/Button.js';
import form from '../../components/form/form.module.css';
import { GatewayField } from '../../components/form/GatewayField.js';
import { SelectField } from '../../components/form/SelectField.js';
import { TextField } from '../../components/form/TextField.js';
import { useCatalogue } from '../../components/catalogue/use-catalogue.js';
import { useIsNarrow } from '../../components/layout/use-narrow.js';
import { CLASS_STYLE } from '../../theme/class-style.js';
import { SEVERITY_STYLE } from '../../theme/severity-style.js';
import { useSetUrlParams } from '../../url-state/use-url-param.js';
import {
  countFilters,
  FILTER_NAMES,
  filterFaults,
  isRangeTurned,
  type EventFilters,
  type FilterFault,
} from './event-filter.js';
import styles from './EventFilterForm.module.css';

/** Ids have at most ten digits. */
const WHOLE_NUMBER = /^\d{1,10}$/;
const WORST_FIRST = SEVERITIES.toReversed();
const NO_FILTERS = Object.fromEntries(FILTER_NAMES.map((name) => [name, null]));

/** All event filters, stored in the URL; collapsed on a narrow screen. */
export function EventFilterForm({ filters }: { readonly filters: EventFilters }) {
  const setParams = useSetUrlParams();
  const isNarrow = useIsNarrow();
  const [isOpen, setIsOpen] = useState(false);
  const [search] = useSearchParams();
  const faults = filterFaults(search);
  const count = countFilters(filters) + faults.length;
  return (
    <div className={styles.form} role="search">
      <TextField
        label="Search raw lines"
        type="search"
        className={styles.search}
        value={filters.q}
        placeholder="Any part of a line"
        onChange={(q) => setParams({ q })}
      />
      {isNarrow ? (
        <Button aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Fewer filters' : 'More filters'}
        </Button>
      ) : null}
      {isNarrow && !isOpen ? null : <MoreFilters filters={filters} faults={faults} />}
      {count === 0 ? null : (
        <Button onClick={() => setParams(NO_FILTERS)}>{count === 1 ? 'Clear filter' : `Clear ${count} filters`}</Button>
      )}
      {faults.map((fault) =>
        fault.name === 'messageId' && (!isNarrow || isOpen) ? null : (
          <p key={fault.name} className={styles.fault} role="alert">
            “{fault.text}” in the address is not a valid {FILTER_LABEL[fault.name]} and was ignored.
          </p>
        ),
      )}
      {isRangeTurned(filters) ? (
        <p className={styles.fault} role="alert">
          The range ends before it begins: nothing can match.
        </p>
      ) : null}
    </div>
  );
}

/** What an invalid filter in the URL should have been. */
const FILTER_LABEL: Readonly<Record<FilterFault['name'], string>> = {
  gateway: 'gateway',
  matchkey: 'matchkey',
  iface: 'interface',
  messageId: 'message ID',
  class: 'class',
  severity: 'severity',
  from: 'time',
  to: 'time',
  q: 'text',
};

interface MoreFiltersProps {
  readonly filters: EventFilters;
  readonly faults: readonly FilterFault[];
}

function MoreFilters({ filters, faults }: MoreFiltersProps) {
  const setParams = useSetUrlParams();
  return (
    <div className={`${form.filters ?? ''} ${styles.more ?? ''}`}>
      <GatewayField value={filters.gateway} onChange={(gateway) => setParams({ gateway })} className={styles.text} />
      <TextField
        label="Matchkey"
        value={filters.matchkey}
        placeholder={filters.matchkey === '' ? '(empty)' : 'All'}
        className={styles.text}
        onChange={(matchkey) => setParams({ matchkey })}
      />
      <TextField
        label="Interface"
        value={filters.iface}
        placeholder="All"
        className={styles.short}
        onChange={(iface) => setParams({ iface })}
      />
      <MessageField
        value={filters.messageId}
        refused={faults.find((fault) => fault.name === 'messageId')?.text ?? null}
      />
      <SelectField
        label="Class"
        value={filters.class}
        choices={EVENT_CLASSES}
        labelOf={(name) => CLASS_STYLE[name].label}
        noneLabel="All"
        onChange={(name) => setParams({ class: name })}
      />
      <SelectField
        label="Severity"
        value={filters.severity}
        choices={WORST_FIRST}
        labelOf={(name) => (name === 'emergency' ? 'Emergency' : `${SEVERITY_STYLE[name].label} and above`)}
        noneLabel="All"
        onChange={(severity) => setParams({ severity })}
      />
    </div>
  );
}

interface MessageFieldProps {
  readonly value: number | null;
  /** The value in the URL if it is not an id. */
  readonly refused: string | null;
}

function MessageField({ value, refused }: MessageFieldProps) {
  const setParams = useSetUrlParams();
  const { data } = useCatalogue();
  const choices = useMemo(
    () => (data ?? []).map((entry) => ({ value: String(entry.id), label: entry.message })),
    [data],
  );
  return (
    <TextField
      label="Message ID"
      inputMode="numeric"
      accepts={WHOLE_NUMBER}
      refused={refused}
      refusal="Not a valid message ID, so it is ignored. An ID is a whole number, such as 278."
      value={value === null ? null : String(value)}
      placeholder="All"
      choices={choices}
      className={styles.short}
      onChange={(messageId) => setParams({ messageId })}
    />
  );
}
