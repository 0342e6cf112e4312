import { Menu } from '@base-ui/react/menu';
import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import type { MenuTrigger } from '../menu/LazyMenu.js';
import { OpenMenu } from '../menu/OpenMenu.js';
import menu from '../menu/menu.module.css';
import { ACTION_SPECS, possibleActions } from './action-specs.js';

interface AlertMenuItemsProps {
  readonly trigger: MenuTrigger;
  readonly alert: ShownAlert;
  readonly onAct: (action: AlertAction) => void;
}

/** The menu of an alert. */
export function AlertMenuItems({ trigger, alert, onAct }: AlertMenuItemsProps) {
  return (
    <OpenMenu trigger={trigger}>
      {possibleActions(alert).map((action) => (
        <Menu.Item key={action} className={menu.item} onClick={() => onAct(action)}>
          {action === 'acknowledge' ? 'Acknowledge with comment…' : `${ACTION_SPECS[action].verb}…`}
        </Menu.Item>
      ))}
    </OpenMenu>
  );
}
