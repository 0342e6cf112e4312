import { ALERT_CLASSES } from '@tunnelwatch/shared/alert';
import { PRIORITY_LABEL } from '@tunnelwatch/shared/alert-labels';
import { CLASS_LABEL } from '@tunnelwatch/shared/class-labels';
import type { RouteFields } from '@tunnelwatch/shared/notification-settings';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { useState, type SubmitEvent } from 'react';
import { CheckField } from '../../../components/form/CheckField.js';
import { Button } from '../../../components/form/Button.js';
import type { Change } from '../../../components/form/use-change.js';
import { Dialog } from '../../../components/layout/Dialog.js';
import { ChangeFault } from '../ChangeFault.js';
import { ChoiceList } from './ChoiceList.js';
import { Field } from './Field.js';
import styles from './NotificationForm.module.css';
import { DAYS_EXAMPLE, draftOf, fieldsOf, type RouteDraft } from './route-draft.js';

interface RouteDialogProps {
  /** The route to change; null for a new one. */
  readonly route: RouteFields | null;
  /** Names of the channels that it may lead to. */
  readonly channels: readonly string[];
  readonly change: Pick<Change, 'isSending' | 'fault'>;
  /** Saves the route, and says whether that worked. */
  readonly onSave: (route: RouteFields) => Promise<boolean>;
  readonly onClose: () => void;
}

/** The form of a route. */
export function RouteDialog({ route, channels, change, onSave, onClose }: RouteDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(route));
  const set = (part: Partial<RouteDraft>): void => setDraft({ ...draft, ...part });
  const field = (part: 'gateways' | 'sites' | 'tunnels' | 'hours' | 'days' | 'timeZone' | 'escalateAfterMinutes') => ({
    value: draft[part],
    onChange: (typed: string) => set({ [part]: typed }),
  });
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (await onSave(fieldsOf(draft))) onClose();
  }
  // A channel that is gone can still be taken away.
  const names = [...channels, ...draft.channels.filter((name) => !channels.includes(name))];
  return (
    <Dialog title={route === null ? 'New route' : 'Route'} onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <ChoiceList
          legend="Channels"
          choices={names}
          chosen={draft.channels}
          labelOf={(name) => name}
          onChange={(chosen) => set({ channels: chosen })}
        />
        <ChoiceList
          legend="Priorities; none for all"
          choices={PRIORITIES}
          chosen={draft.priorities}
          labelOf={(each) => PRIORITY_LABEL[each]}
          onChange={(priorities) => set({ priorities })}
        />
        <ChoiceList
          legend="Classes; none for all"
          choices={ALERT_CLASSES}
          chosen={draft.classes}
          labelOf={(each) => CLASS_LABEL[each]}
          onChange={(classes) => set({ classes })}
        />
        <p className={styles.hint}>Names or patterns, one per line; empty for all.</p>
        <div className={styles.triple}>
          <Field label="Gateways" rows={2} placeholder="edge-*" {...field('gateways')} />
          <Field label="Sites" rows={2} placeholder="Vienna" {...field('sites')} />
          <Field label="Tunnels" rows={2} placeholder="branch-*" {...field('tunnels')} />
        </div>
        <div className={styles.triple}>
          <Field label="Hours" placeholder="22:00-06:00" {...field('hours')} />
          <Field label="Days" placeholder={DAYS_EXAMPLE} {...field('days')} />
          <Field label="Time zone" placeholder="the site's" {...field('timeZone')} />
        </div>
        <Field
          label="Escalate after minutes without an acknowledgement"
          type="number"
          placeholder="never"
          hint="Then this route is told again, and after as long again the next one that matches."
          {...field('escalateAfterMinutes')}
        />
        <CheckField
          label="Try the routes below as well"
          isOn={draft.isContinued}
          onChange={(isContinued) => set({ isContinued })}
        />
        <ChangeFault fault={change.fault} />
        <div className={styles.buttons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="strong" type="submit" disabled={change.isSending || draft.channels.length === 0}>
            {change.isSending ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
