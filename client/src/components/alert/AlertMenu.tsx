import { lazy, Suspense, useState } from 'react';
import styles from './AlertMenu.module.css';
import { menuWords } from './menu-words.js';
import type { AlertMenuProps } from './OpenedMenu.js';

const OpenedMenu = lazy(() => import('./OpenedMenu.js').then((m) => ({ default: m.OpenedMenu })));

/** Every action that the alert's state allows, each with its dialog. The menu itself is loaded when somebody opens the first one. */
export function AlertMenu(props: AlertMenuProps) {
  const [isAsked, setIsAsked] = useState(false);
  const button = (
    <button
      type="button"
      className={[styles.trigger, props.className].filter(Boolean).join(' ')}
      tabIndex={props.tabIndex}
      aria-haspopup="menu"
      aria-expanded={false}
      {...menuWords(props.alert)}
      onClick={() => setIsAsked(true)}
    >
      ⋯
    </button>
  );
  if (!isAsked) return button;
  return (
    <Suspense fallback={button}>
      <OpenedMenu {...props} />
    </Suspense>
  );
}
