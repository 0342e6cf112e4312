import { ALERT_CLASSES, type AlertState } from '@tunnelwatch/shared/alert';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { ALERT_STATE_LABEL } from '../../alerts/alert-words.js';
import { Button } from '../../components/Button.js';
import form from '../../components/form.module.css';
import { SelectField } from '../../components/SelectField.js';
import { CLASS_LOOK } from '../../theme/class-theme.js';
import { PRIORITY_LABEL } from '../../theme/priority-theme.js';
import { useSetUrlParams } from '../../url-state/use-url-param.js';
import { PAST_CHOICES, type AlertFilter } from './alert-filter.js';

/** The states that an alert can have here. */
const STATES: readonly AlertState[] = ['unacknowledged', 'returnedUnacknowledged', 'acknowledged', 'normal'];
const NONE = { state: null, priority: null, class: null, gateway: null, past: null };

interface AlertFiltersProps {
  readonly filter: AlertFilter;
  /** Gateways that have alerts. */
  readonly gateways: readonly string[];
}

/** The filters of the list, in the URL. */
export function AlertFilters({ filter, gateways }: AlertFiltersProps) {
  const set = useSetUrlParams();
  const isSet = Object.values(filter).some((value) => value !== null);
  const known = filter.gateway === null || gateways.includes(filter.gateway) ? gateways : [filter.gateway, ...gateways];
  return (
    <div className={form.filters} role="search">
      <SelectField
        label="State"
        value={filter.state}
        choices={STATES}
        labelOf={(state) => ALERT_STATE_LABEL[state]}
        noneLabel="All states"
        onChange={(state) => set({ state })}
      />
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
        labelOf={(name) => CLASS_LOOK[name].label}
        noneLabel="All classes"
        onChange={(name) => set({ class: name })}
      />
      <SelectField
        label="Gateway"
        value={filter.gateway}
        choices={known}
        labelOf={(name) => name}
        noneLabel="All gateways"
        onChange={(gateway) => set({ gateway })}
      />
      <SelectField
        label="Arrived"
        value={filter.past}
        choices={PAST_CHOICES}
        labelOf={(past) => (past === 'true' ? 'Already old' : 'Live')}
        noneLabel="Live and old"
        onChange={(past) => set({ past })}
      />
      {isSet ? (
        <Button look="plain" onClick={() => set(NONE)}>
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}
