import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import { useState } from 'react';
import { ACTION_LOOK, possibleActions } from '../../../components/alert/action-specs.js';
import { ActionDialog } from '../../../components/alert/ActionDialog.js';
import { Button } from '../../../components/form/Button.js';
import { useMay } from '../../../session/who-context.js';
import styles from './AlertPage.module.css';

/** A button for each thing that can be done with the alert as it is, and the dialog of the one that was pressed. */
export function AlertActions({ alert }: { readonly alert: ShownAlert }) {
  const [action, setAction] = useState<AlertAction | null>(null);
  const mayAct = useMay('operator');
  if (!mayAct) return null;
  const actions = possibleActions(alert);
  return (
    <div className={styles.actions} role="group" aria-label="Actions">
      {actions.map((each, index) => (
        <Button key={each} look={index === 0 ? 'strong' : 'normal'} onClick={() => setAction(each)}>
          {ACTION_LOOK[each].verb}
        </Button>
      ))}
      {action === null ? null : <ActionDialog action={action} alert={alert} onClose={() => setAction(null)} />}
    </div>
  );
}
