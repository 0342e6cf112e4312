import type { ChannelState } from '@tunnelwatch/shared/notification';
import { Age } from '../../components/time/Age.js';
import { Time } from '../../components/time/Time.js';
import { ChannelTestButton } from './ChannelTestButton.js';
import styles from './AdminTable.module.css';

interface ChannelRowProps {
  readonly channel: ChannelState;
  readonly onTested: () => void;
}

/** One channel and its status. */
export function ChannelRow({ channel, onTested }: ChannelRowProps) {
  const { name, kind, target, waiting, failed, lastSentAt, lastError, lastErrorAt } = channel;
  return (
    <tr>
      <th scope="row">
        {name}
        <span className={styles.note}>
          {kind}
          {target === '' ? '' : ` · ${target}`}
        </span>
      </th>
      <td>{notifiesOn(channel)}</td>
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
      <td>
        <ChannelTestButton name={name} onTested={onTested} />
      </td>
    </tr>
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
  const of = classes === null ? 'all classes' : classes.join(', ');
  const when = kind === 'alertmanager' ? 'start and end of every alert' : on.join(', ');
  return `${priority}; ${of}; ${when}`;
}
