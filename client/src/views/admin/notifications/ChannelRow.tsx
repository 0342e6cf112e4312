import type { ApiChannelSettings } from '@tunnelwatch/shared/notification-settings';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { CLASS_LABEL } from '@tunnelwatch/shared/class-labels';
import type { ReactNode } from 'react';
import type { ChannelState } from '@tunnelwatch/shared/notification';
import { Age } from '../../../components/time/Age.js';
import { Time } from '../../../components/time/Time.js';
import { useMay } from '../../../session/who-context.js';
import { KIND_LABEL, OCCASION_LABEL } from './channel-labels.js';
import { ChannelTestButton } from './ChannelTestButton.js';
import styles from '../AdminTable.module.css';

interface ChannelRowProps {
  readonly channel: ChannelState;
  /** Its settings, for admins. */
  readonly settings: ApiChannelSettings | undefined;
  readonly onTested: () => void;
  /** What else can be done with it. */
  readonly actions: ReactNode;
}

/** One channel and its status. */
export function ChannelRow({ channel, settings, onTested, actions }: ChannelRowProps) {
  const isAdmin = useMay('admin');
  const { name, kind, target, waiting, failed, lastSentAt, lastError, lastErrorAt } = channel;
  return (
    <tr>
      <th scope="row">
        {name}
        <span className={styles.note}>
          {KIND_LABEL[kind]}
          {target === '' ? '' : ` · ${target}`}
        </span>
        <Origin settings={settings} />
      </th>
      <td className={styles.words}>{notifiesOn(channel)}</td>
      <td>
        {waiting}
        <Waiting channel={channel} />
      </td>
      <td>{failed}</td>
      <td>{lastSentAt === null ? 'never' : <Age at={lastSentAt} suffix="ago" />}</td>
      <td className={styles.words}>
        {lastError === null ? 'none' : lastError}
        {lastErrorAt === null ? null : (
          <span className={styles.note}>
            <Age at={lastErrorAt} suffix="ago" />
          </span>
        )}
      </td>
      {isAdmin ? (
        <td>
          <span className={styles.buttons}>
            <ChannelTestButton name={name} onTested={onTested} />
            {actions}
          </span>
        </td>
      ) : null}
    </tr>
  );
}

interface IdleChannelRowProps {
  readonly settings: ApiChannelSettings;
  readonly actions: ReactNode;
}

/** A channel that is not in force: it was made here, and the configuration has one of its name, or the demo runs. */
export function IdleChannelRow({ settings, actions }: IdleChannelRowProps) {
  return (
    <tr>
      <th scope="row">
        {settings.name}
        <span className={styles.note}>{KIND_LABEL[settings.kind]}</span>
        <Origin settings={settings} />
      </th>
      <td colSpan={5} className={styles.words}>
        {settings.isSetAside ? (
          <span className={styles.fault}>
            Set aside: the configuration file has a channel of this name, which is used. Rename or delete this one.
          </span>
        ) : (
          <span className={styles.note}>muted while the demo runs</span>
        )}
      </td>
      <td>
        <span className={styles.buttons}>{actions}</span>
      </td>
    </tr>
  );
}

/** Where a channel was made. */
function Origin({ settings }: Pick<ChannelRowProps, 'settings'>) {
  if (settings === undefined) return null;
  const { updatedAt, updatedBy } = settings;
  return (
    <span className={styles.note}>
      {updatedAt === null ? (
        'from the configuration file'
      ) : (
        <>
          changed <Age at={updatedAt} suffix="ago" /> by {visibleText(updatedBy ?? '')}
        </>
      )}
    </span>
  );
}

/** What the queued ones wait for. */
function Waiting({ channel: { waiting, nextAttemptAt, askedToWaitUntil } }: Pick<ChannelRowProps, 'channel'>) {
  if (askedToWaitUntil !== null) {
    return (
      <span className={styles.note}>
        the receiver asked to wait until <Time at={askedToWaitUntil} />
      </span>
    );
  }
  return waiting === 0 || nextAttemptAt === null ? null : <span className={styles.note}>retrying automatically</span>;
}

function notifiesOn({ kind, minPriority, classes, on }: ChannelState): string {
  const priority =
    minPriority === 'low' ? 'all priorities' : minPriority === 'urgent' ? 'urgent' : `${minPriority} and above`;
  const of = classes === null ? 'all classes' : classes.map((each) => CLASS_LABEL[each]).join(', ');
  const when =
    kind === 'alertmanager'
      ? 'start and end of every alert'
      : on.map((each) => OCCASION_LABEL[each].replace(/^./, (letter) => letter.toLowerCase())).join(', ');
  return `${priority}; ${of}; ${when}`;
}
