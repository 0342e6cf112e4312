import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { ALERT_ACTIONS, type AlertAction } from '@tunnelwatch/shared/alert-command';
import { useMemo } from 'react';
import { ACTION_SPECS, possibleActions } from '../../../components/alert/action-specs.js';
import { Button } from '../../../components/form/Button.js';
import form from '../../../components/form/form.module.css';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { useMay } from '../../../session/who-context.js';
import { Time } from '../../../components/time/Time.js';
import styles from './AlertList.module.css';
import type { NewAlerts } from './use-new-alerts.js';

interface InboxBarProps {
  readonly shown: readonly ShownAlert[];
  readonly selected: readonly ShownAlert[];
  /** New alerts that wait until the list may move. */
  readonly held: number;
  readonly fresh: NewAlerts;
  /** Whether the server can act on all that match the filter. */
  readonly canActOnAll: boolean;
  readonly onSelectAll: (isOn: boolean) => void;
  readonly onRefresh: () => void;
  readonly onAct: (action: AlertAction) => void;
  readonly onActOnAll: (action: AlertAction) => void;
}

/** Above the rows: the selection and its actions, and what arrived while the list was paused. */
export function InboxBar(props: InboxBarProps) {
  const { shown, selected, held } = props;
  const mayAct = useMay('operator');
  const actions = useMemo(() => (mayAct ? actionsOf(selected) : []), [mayAct, selected]);
  return (
    <div className={styles.bar} role="toolbar" aria-label="Selection">
      {mayAct ? (
        <label className={styles.pick}>
          <input
            type="checkbox"
            aria-label={`Select all ${formatCount(shown.length)} in the list`}
            checked={selected.length > 0 && selected.length === shown.length}
            onChange={(event) => props.onSelectAll(event.target.checked)}
          />
        </label>
      ) : null}
      {selected.length === 0 ? (
        <ActOnAll {...props} />
      ) : (
        <>
          <strong>{formatCount(selected.length)} selected</strong>
          {actions.map((action) => (
            <Button key={action} onClick={() => props.onAct(action)}>
              {ACTION_SPECS[action].verb.replace(/ alert$/, '')}
            </Button>
          ))}
          <Button variant="plain" onClick={() => props.onSelectAll(false)}>
            Clear selection
          </Button>
        </>
      )}
      <SinceLooked shown={shown} fresh={props.fresh} />
      <span className={styles.held} role="status">
        {held === 0 ? null : <Button onClick={props.onRefresh}>{formatCount(held)} new</Button>}
      </span>
    </div>
  );
}

/** How much of the list is new to whoever is at this page. */
function SinceLooked({ shown, fresh: { ids, since, settle } }: Pick<InboxBarProps, 'shown' | 'fresh'>) {
  const count = shown.filter(({ id }) => ids.has(id)).length;
  if (count === 0 || since === null) return null;
  return (
    <span className={styles.sinceLooked}>
      <span>
        {`${formatCount(count)} new since you looked, `}
        <Time at={since} />
      </span>
      <Button variant="plain" onClick={settle}>
        Mark as seen
      </Button>
    </span>
  );
}

function ActOnAll({ canActOnAll, onActOnAll }: InboxBarProps) {
  const mayAct = useMay('operator');
  if (!canActOnAll || !mayAct) return null;
  return (
    <select
      className={form.input}
      aria-label="Bulk actions"
      value=""
      onChange={(event) => {
        const action = ALERT_ACTIONS.find((each) => each === event.target.value);
        if (action !== undefined) onActOnAll(action);
      }}
    >
      <option value="">Bulk actions</option>
      {ALERT_ACTIONS.map((action) => (
        <option key={action} value={action}>
          {ACTION_SPECS[action].verb.replace(/ alert$/, '')} all…
        </option>
      ))}
    </select>
  );
}

/** The actions that are possible for at least one of them. */
function actionsOf(alerts: readonly ShownAlert[]): readonly AlertAction[] {
  const possible = new Set(alerts.flatMap(possibleActions));
  return ALERT_ACTIONS.filter((action) => possible.has(action));
}
