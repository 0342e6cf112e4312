import { CheckField } from '../../../components/form/CheckField.js';
import { Button } from '../../../components/form/Button.js';
import { Dialog } from '../../../components/layout/Dialog.js';
import { ALERT_KEYS } from './alert-keys.js';
import { PAGES } from '../../../shell/pages.js';
import styles from './AlertsPage.module.css';

interface KeysDialogProps {
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
  readonly onClose: () => void;
}

/** Lists the keyboard shortcuts and lets users switch them off: voice control would trigger them unintentionally. */
export function KeysDialog({ isOn, onSwitch, onClose }: KeysDialogProps) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className={styles.keys}>
        {ALERT_KEYS.map(({ key, means }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.keysNote}>
        On every page: <kbd>Ctrl K</kbd> searches, <kbd>g</kbd> and a letter opens a page:{' '}
        {PAGES.flatMap(({ key, label }) => (key === null ? [] : [`${key} ${label}`])).join(', ')}. <kbd>F6</kbd> goes to
        the report of what was just done, with <i>Undo</i>; <kbd>Ctrl Enter</kbd> sends a comment or note. On the page
        of an alert, <kbd>a</kbd> acknowledges and <kbd>s</kbd> shelves.
      </p>
      <CheckField
        className={styles.keysSwitch}
        label="Enable keyboard shortcuts (saved in this browser)"
        isOn={isOn}
        onChange={onSwitch}
      />
      <div className={styles.nameButtons}>
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}
