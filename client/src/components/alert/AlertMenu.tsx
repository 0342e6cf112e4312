import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { AlertAction } from '@tunnelwatch/shared/alert-command';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { lazy } from 'react';
import { LazyMenu } from '../menu/LazyMenu.js';
import styles from './AlertMenu.module.css';

const AlertMenuItems = lazy(() => import('./AlertMenuItems.js').then((m) => ({ default: m.AlertMenuItems })));

interface AlertMenuProps {
  readonly alert: ShownAlert;
  readonly onAct: (action: AlertAction) => void;
  readonly tabIndex?: 0 | -1 | undefined;
  readonly className?: string | undefined;
}

/** Every action that the alert's state allows, each with its dialog. */
export function AlertMenu({ alert, onAct, tabIndex, className }: AlertMenuProps) {
  const trigger = {
    'aria-label': `Actions for ${visibleText(alert.message)}`,
    title: 'More actions',
    className: [styles.trigger, className].filter(Boolean).join(' '),
    tabIndex,
    children: '⋯',
  };
  return (
    <LazyMenu trigger={trigger}>
      <AlertMenuItems trigger={trigger} alert={alert} onAct={onAct} />
    </LazyMenu>
  );
}
