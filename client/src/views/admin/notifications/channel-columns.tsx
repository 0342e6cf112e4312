import type { ApiChannelSettings } from '@tunnelwatch/shared/notification-settings';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { CLASS_LABEL } from '@tunnelwatch/shared/class-labels';
import type { ReactNode } from 'react';
import type { ChannelState } from '@tunnelwatch/shared/notification';
import { Age } from '../../../components/time/Age.js';
import { Time } from '../../../components/time/Time.js';
import type { RecordColumn } from '../../../components/table/RecordTable.js';
import { KIND_LABEL, OCCASION_LABEL } from './channel-labels.js';
import { ChannelTestButton } from './ChannelTestButton.js';
import styles from '../AdminTable.module.css';

/** A channel in force, or one that is not: it was made here, and the configuration has one of its name, or the demo runs. */
export type ShownChannel =
  | {
      readonly state: ChannelState;
      /** Known to admins. */
      readonly settings: ApiChannelSettings | undefined;
    }
  | { readonly state: null; readonly settings: ApiChannelSettings };

interface ChannelColumnsOptions {
  readonly isAdmin: boolean;
  readonly onTested: () => void;
  /** What else can be done with a channel. */
  readonly actionsOf: (channel: ApiChannelSettings | undefined) => ReactNode;
}

/** The channels and their status. */
export function channelColumns({
  isAdmin,
  onTested,
  actionsOf,
}: ChannelColumnsOptions): readonly RecordColumn<ShownChannel>[] {
  const columns: readonly RecordColumn<ShownChannel>[] = [
    { title: 'Channel', cell: (channel) => <ChannelName channel={channel} /> },
    {
      title: 'Notifies on',
      cell: ({ state, settings }) => (state === null ? <WhyIdle settings={settings} /> : notifiesOn(state)),
    },
    {
      title: 'Queued',
      cell: ({ state }) =>
        state === null ? null : (
          <>
            {formatCount(state.waiting)}
            <Waiting channel={state} />
          </>
        ),
    },
    { title: 'Failed', cell: ({ state }) => (state === null ? null : formatCount(state.failed)) },
    {
      title: 'Last sent',
      cell: ({ state }) =>
        state === null ? null : state.lastSentAt === null ? 'never' : <Age at={state.lastSentAt} suffix="ago" />,
    },
    { title: 'Last error', cell: ({ state }) => (state === null ? null : <LastError channel={state} />) },
  ];
  if (!isAdmin) return columns;
  return [
    ...columns,
    {
      title: 'Actions',
      cell: ({ state, settings }) => (
        <div className={styles.buttons}>
          {state === null ? null : <ChannelTestButton name={state.name} onTested={onTested} />}
          {actionsOf(settings)}
        </div>
      ),
    },
  ];
}

function ChannelName({ channel: { state, settings } }: { readonly channel: ShownChannel }) {
  const { name, kind } = state ?? settings;
  return (
    <>
      {name}
      <span className={styles.note}>
        {KIND_LABEL[kind]}
        {state === null || state.target === '' ? '' : ` · ${state.target}`}
      </span>
      <Origin settings={settings} />
    </>
  );
}

function WhyIdle({ settings }: { readonly settings: ApiChannelSettings }) {
  return settings.isSetAside ? (
    <span className={styles.fault}>
      Set aside: the configuration file has a channel of this name, which is used. Rename or delete this one.
    </span>
  ) : (
    <span className={styles.note}>muted while the demo runs</span>
  );
}

function LastError({ channel: { lastError, lastErrorAt } }: { readonly channel: ChannelState }) {
  return (
    <>
      {lastError ?? 'none'}
      {lastErrorAt === null ? null : (
        <span className={styles.note}>
          <Age at={lastErrorAt} suffix="ago" />
        </span>
      )}
    </>
  );
}

/** Where a channel was made. */
function Origin({ settings }: Pick<ShownChannel, 'settings'>) {
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
function Waiting({ channel: { waiting, nextAttemptAt, askedToWaitUntil } }: { readonly channel: ChannelState }) {
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
