import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import type { MenuTrigger } from './LazyMenu.js';
import styles from './menu.module.css';

interface OpenMenuProps {
  readonly trigger: MenuTrigger;
  readonly popupClassName?: string | undefined;
  /** Its items. */
  readonly children: ReactNode;
}

/** A menu with its button; it begins open. */
export function OpenMenu({ trigger, popupClassName, children }: OpenMenuProps) {
  return (
    <Menu.Root modal={false} defaultOpen>
      <Menu.Trigger {...trigger} />
      <Menu.Portal>
        <Menu.Positioner className={styles.place} align="end" sideOffset={4}>
          <Menu.Popup className={[styles.popup, popupClassName].filter(Boolean).join(' ')}>{children}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
