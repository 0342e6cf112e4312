import { Menu } from '@base-ui/react/menu';
import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import { menuWords } from './menu-words.js';
import { ACTION_SPECS, possibleActions } from './action-specs.js';
import styles from './AlertMenu.module.css';

export interface AlertMenuProps {
  readonly alert: ShownAlert;
  readonly onAct: (action: AlertAction) => void;
  readonly tabIndex?: 0 | -1 | undefined;
  readonly className?: string | undefined;
}

/** Every action that the alert's state allows, each with its dialog; it begins open. */
export function OpenedMenu({ alert, onAct, tabIndex, className }: AlertMenuProps) {
  return (
    <Menu.Root modal={false} defaultOpen>
      <Menu.Trigger
        className={[styles.trigger, className].filter(Boolean).join(' ')}
        tabIndex={tabIndex}
        {...menuWords(alert)}
      >
        ⋯
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={styles.place} align="end" sideOffset={4}>
          <Menu.Popup className={styles.popup}>
            {possibleActions(alert).map((action) => (
              <Menu.Item key={action} className={styles.item} onClick={() => onAct(action)}>
                {action === 'acknowledge' ? 'Acknowledge with comment…' : `${ACTION_SPECS[action].verb}…`}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
