import { iso } from '@tunnelwatch/shared/iso-time';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { ApiWall } from '@tunnelwatch/shared/wall';
import { useState, type SubmitEvent } from 'react';
import { basePath } from '../../../browser/base-path.js';
import { Button } from '../../../components/form/Button.js';
import { CopyButton } from '../../../components/form/CopyButton.js';
import form from '../../../components/form/form.module.css';
import { QrCode } from '../../../components/form/QrCode.js';
import { useChange } from '../../../components/form/use-change.js';
import { Dialog } from '../../../components/layout/Dialog.js';
import { addWallLink } from '../../../http/walls-api.js';
import { ChangeFault } from '../ChangeFault.js';
import { TOKEN_LIVES } from '../token-lives.js';
import styles from './WallsPage.module.css';

interface LinkDialogProps {
  readonly wall: ApiWall;
  /** Names of links that are taken. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** Makes the link of a screen, and shows it once, as an address and as a QR code. */
export function LinkDialog({ wall, taken, onClose, onChanged }: LinkDialogProps) {
  const [name, setName] = useState(() => freeName(wall.name, taken));
  const [life, setLife] = useState('Never');
  const [address, setAddress] = useState<string | null>(null);
  const { isSending, fault, send } = useChange(onChanged);
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const days = TOKEN_LIVES.find(({ label }) => label === life)?.days ?? null;
    const expiresAt = days === null ? null : iso(Date.now() + days * DAY_MS);
    const made = await send(() => addWallLink(wall.id, { name: name.trim(), expiresAt }));
    if (made !== undefined) {
      setAddress(`${location.origin}${basePath}wall/${String(wall.id)}#token=${made.token}`);
    }
  }
  return (
    <Dialog title={`Link for a screen: ${visibleText(wall.name)}`} onClose={onClose}>
      {address === null ? (
        <form className={styles.form} onSubmit={(event) => void submit(event)}>
          <p>A screen that is opened with the link shows this wall and nothing else, until the link is revoked.</p>
          <label className={form.field}>
            Name of the screen
            <input
              className={form.input}
              value={name}
              maxLength={100}
              autoComplete="off"
              data-first-focus
              required
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <label className={form.field}>
            Expires
            <select className={form.input} value={life} onChange={(event) => setLife(event.target.value)}>
              {TOKEN_LIVES.map(({ label }) => (
                <option key={label}>{label}</option>
              ))}
            </select>
          </label>
          <ChangeFault fault={fault} />
          <div className={styles.buttons}>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="strong" type="submit" disabled={isSending || name.trim() === ''}>
              Create link
            </Button>
          </div>
        </form>
      ) : (
        <div className={styles.form}>
          <p>Open it on the screen now: the link is shown only once. Whoever has it can see this wall.</p>
          <QrCode text={address} label={`QR code of the link for ${visibleText(name)}`} className={styles.code} />
          <code className={styles.address}>{address}</code>
          <div className={styles.buttons}>
            <CopyButton text={address} what="link" />
            <Button variant="strong" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

/** The name of the wall, with a number if that is taken. */
function freeName(wall: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wall : `${wall} ${String(number)}`;
    if (!taken.includes(name)) return name;
  }
}
