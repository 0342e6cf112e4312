import { Button } from '../../components/form/Button.js';
import { CopyButton } from '../../components/form/CopyButton.js';
import styles from './AdminTable.module.css';

/** A secret that the server returns only once. */
export interface Secret {
  /** Its description, as in "One-time password for ann". */
  readonly what: string;
  readonly text: string;
}

interface SecretNoteProps {
  readonly secret: Secret | null;
  readonly onDone: () => void;
}

/** Shows a secret until it is dismissed: it cannot be shown again. */
export function SecretNote({ secret, onDone }: SecretNoteProps) {
  if (secret === null) return null;
  return (
    <div className={styles.secret} role="status">
      <span>{secret.what} (shown only once):</span>
      <code>{secret.text}</code>
      <CopyButton text={secret.text} what={secret.what.toLowerCase()} />
      <Button onClick={onDone}>Done</Button>
    </div>
  );
}
