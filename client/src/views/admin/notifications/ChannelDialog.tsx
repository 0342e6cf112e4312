import { type ApiChannelSettings, apiChannelSettingsSchema } from '@tunnelwatch/shared/notification-settings';
import { useState, type SubmitEvent } from 'react';
import { Button } from '../../../components/form/Button.js';
import { useVersionedChange } from '../../../components/form/use-versioned-change.js';
import { Dialog } from '../../../components/layout/Dialog.js';
import { addChannel, changeChannel } from '../../../http/notifications-api.js';
import { draftOf, fieldsOf, secretOf } from './channel-draft.js';
import { ChannelFields } from './ChannelFields.js';
import styles from './NotificationForm.module.css';

interface ChannelDialogProps {
  /** The channel to change, or of the configuration file to show; null for a new one. */
  readonly channel: ApiChannelSettings | null;
  readonly onClose: () => void;
  /** Called when the list may have changed. */
  readonly onChanged: () => void;
}

/** The form of a channel. */
export function ChannelDialog({ channel, onClose, onChanged }: ChannelDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(channel));
  const change = useVersionedChange(channel, currentOf, () => {
    onChanged();
    onClose();
  });
  const { base } = change;
  const isOfFile = channel?.origin === 'file';
  const title =
    channel === null ? 'New channel' : `Channel ${channel.name}${isOfFile ? ', from the configuration file' : ''}`;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = { ...fieldsOf(draft), ...secretOf(draft) };
    void change.send(() => {
      if (base === null || base.id === null || base.version === null) {
        const { secret, ...others } = fields;
        return addChannel(secret == null ? others : { ...others, secret });
      }
      return changeChannel(base.id, { ...fields, version: base.version });
    });
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <fieldset className={styles.all} disabled={isOfFile}>
          <ChannelFields draft={draft} set={(part) => setDraft({ ...draft, ...part })} base={base} />
        </fieldset>
        {change.fault === null ? null : (
          <div className={styles.fault} role="alert">
            <p>{change.fault}</p>
            {!change.isOvertaken || base === null ? null : (
              <p>
                <Button
                  onClick={() => {
                    setDraft(draftOf(base));
                    change.acceptTheirs();
                  }}
                >
                  Use their version
                </Button>
              </p>
            )}
          </div>
        )}
        <div className={styles.buttons}>
          <Button onClick={onClose}>{isOfFile ? 'Close' : 'Cancel'}</Button>
          {isOfFile ? null : (
            <Button variant="strong" type="submit" disabled={change.isSending}>
              {change.isSending ? 'Saving…' : change.isOvertaken ? 'Overwrite' : 'Save'}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

function currentOf(current: unknown): ApiChannelSettings | null {
  return apiChannelSettingsSchema.safeParse(current).data ?? null;
}
