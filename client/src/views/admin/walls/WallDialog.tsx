import { THEMES } from '@tunnelwatch/shared/personal-settings';
import { type ApiWall, WALL_LIMITS, WALL_PAGES } from '@tunnelwatch/shared/wall';
import { useState, type SubmitEvent } from 'react';
import { CheckField } from '../../../components/form/CheckField.js';
import { Button } from '../../../components/form/Button.js';
import { ChoiceSwitch } from '../../../components/form/ChoiceSwitch.js';
import form from '../../../components/form/form.module.css';
import { useChange } from '../../../components/form/use-change.js';
import { Dialog } from '../../../components/layout/Dialog.js';
import { addWall, changeWall } from '../../../http/walls-api.js';
import { THEME_LABEL } from '../../../theme/theme-labels.js';
import { ChangeFault } from '../ChangeFault.js';
import { GatewayMatches } from './GatewayMatches.js';
import { draftOf, PAGE_LABEL, settingsOf, type WallDraft } from './wall-draft.js';
import styles from './WallsPage.module.css';

interface WallDialogProps {
  /** The wall to change; null for a new one. */
  readonly wall: ApiWall | null;
  readonly onClose: () => void;
  /** Called when the list may have changed. */
  readonly onChanged: () => void;
}

const NUMBERS = [
  { name: 'distanceM', label: 'Viewing distance, m', limits: WALL_LIMITS.distanceM },
  { name: 'diagonalIn', label: 'Screen diagonal, inches', limits: WALL_LIMITS.diagonalIn },
  { name: 'overscanPercent', label: 'Margin for overscan, %', limits: WALL_LIMITS.overscanPercent },
] as const;

/** The form of a wall. */
export function WallDialog({ wall, onClose, onChanged }: WallDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(wall));
  const { isSending, fault, send } = useChange(onChanged);
  const set = (part: Partial<WallDraft>): void => setDraft({ ...draft, ...part });
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const settings = settingsOf(draft);
    const saved = await send(() => (wall === null ? addWall(settings) : changeWall(wall.id, settings)));
    if (saved !== undefined) onClose();
  }
  return (
    <Dialog title={wall === null ? 'New wall' : `Wall ${wall.name}`} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <label className={form.field}>
          Name
          <input
            className={form.input}
            value={draft.name}
            maxLength={60}
            autoComplete="off"
            data-first-focus
            required
            onChange={(event) => set({ name: event.target.value })}
          />
        </label>
        <label className={form.field}>
          Gateways, one name or pattern per line; empty for all
          <textarea
            className={form.input}
            rows={3}
            value={draft.gateways}
            placeholder="edge-*"
            spellCheck={false}
            onChange={(event) => set({ gateways: event.target.value })}
          />
        </label>
        <GatewayMatches
          draft={draft}
          onAdd={(name) => set({ gateways: `${draft.gateways.trimEnd()}\n${name}`.trim() })}
        />
        <PageChoice draft={draft} set={set} />
        <div className={styles.numbers}>
          {NUMBERS.map(({ name, label, limits }) => (
            <label key={name} className={form.field}>
              {label}
              <input
                className={form.input}
                type="number"
                step="any"
                min={limits.min}
                max={limits.max}
                value={draft[name]}
                required
                onChange={(event) => set({ [name]: event.target.value })}
              />
            </label>
          ))}
        </div>
        <div className={styles.looks}>
          <span className={form.field}>
            Theme
            <ChoiceSwitch
              label="Theme"
              choices={THEMES}
              value={draft.theme}
              labelOf={(theme) => THEME_LABEL[theme]}
              onChange={(theme) => set({ theme })}
            />
          </span>
          <CheckField label="Alert sound" isOn={draft.sound} onChange={(sound) => set({ sound })} />
        </div>
        <ChangeFault fault={fault} />
        <div className={styles.buttons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="strong"
            type="submit"
            disabled={isSending || draft.name.trim() === '' || draft.pages.length === 0}
          >
            {isSending ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface PageChoiceProps {
  readonly draft: WallDraft;
  readonly set: (part: Partial<WallDraft>) => void;
}

/** The pages of a wall, and how long each is shown. */
function PageChoice({ draft, set }: PageChoiceProps) {
  const { pages, secondsPerPage } = draft;
  return (
    <fieldset className={styles.pages}>
      <legend>Pages</legend>
      {WALL_PAGES.map((page) => (
        <CheckField
          key={page}
          label={PAGE_LABEL[page]}
          isOn={pages.includes(page)}
          onChange={(isOn) => set({ pages: isOn ? [...pages, page] : pages.filter((each) => each !== page) })}
        />
      ))}
      {pages.length < 2 ? null : (
        <label className={form.field}>
          Seconds per page; the rotation stops while a Critical is unacknowledged
          <input
            className={form.input}
            type="number"
            min={WALL_LIMITS.secondsPerPage.min}
            max={WALL_LIMITS.secondsPerPage.max}
            value={secondsPerPage}
            required
            onChange={(event) => set({ secondsPerPage: event.target.value })}
          />
        </label>
      )}
    </fieldset>
  );
}
