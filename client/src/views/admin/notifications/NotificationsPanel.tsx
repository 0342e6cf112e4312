import type { ChannelState } from '@tunnelwatch/shared/notification';
import type { ApiChannelSettings } from '@tunnelwatch/shared/notification-settings';
import { type ReactNode, useState } from 'react';
import { Button } from '../../../components/form/Button.js';
import { ConfirmButton } from '../../../components/form/ConfirmButton.js';
import { type Change, useChange } from '../../../components/form/use-change.js';
import { Panel } from '../../../components/layout/Panel.js';
import { fetchChannels } from '../../../http/api.js';
import { fetchChannelSettings, removeChannel } from '../../../http/notifications-api.js';
import { useApiQuery } from '../../../http/use-api-query.js';
import { useStatus } from '../../../live/use-live.js';
import { useMay } from '../../../session/who-context.js';
import { RecordTable } from '../../../components/table/RecordTable.js';
import styles from '../AdminTable.module.css';
import { ChangeFault } from '../ChangeFault.js';
import { ChannelDialog } from './ChannelDialog.js';
import { channelColumns, type ShownChannel } from './channel-columns.js';
import { RoutesPanel } from './RoutesPanel.js';

const REFRESH_MS = 5000;

const NONE_TEXT = 'No channels yet: nobody is notified.';
const DEMO_TEXT = 'A demo notifies nobody: channels are muted while it runs.';

/**
 * The notification channels: what each sends, what is pending and what failed, and a test of each. Admins change those that were
 * made here, and the routes.
 */
export function NotificationsPanel() {
  const isAdmin = useMay('admin');
  const states = useApiQuery({ key: ['notifications'], load: fetchChannels, refreshMs: REFRESH_MS });
  const settings = useApiQuery({ key: isAdmin ? ['channel-settings'] : null, load: fetchChannelSettings });
  const reload = (): void => {
    states.reload();
    if (isAdmin) settings.reload();
  };
  const change = useChange(reload);
  const [opened, setOpened] = useState<{ readonly channel: ApiChannelSettings | null } | null>(null);
  const known = settings.data ?? [];
  const actionsOf = (channel: ApiChannelSettings | undefined) => (
    <ChannelActions channel={channel} change={change} onOpen={(opening) => setOpened({ channel: opening })} />
  );
  const unknown = states.data === null ? states : isAdmin && settings.data === null ? settings : null;
  return (
    <>
      <Panel
        title="Notifications"
        isLoading={unknown !== null}
        problem={unknown === null ? null : unknown.problem}
        onRetry={reload}
      >
        {states.problem === null ? null : (
          <p className={styles.error} role="status">
            {states.problem.title}: showing the last known figures.
          </p>
        )}
        <ChangeFault fault={change.fault} />
        <ChannelTable
          channels={states.data ?? []}
          known={known}
          isAdmin={isAdmin}
          onTested={states.reload}
          actionsOf={actionsOf}
        />
        {isAdmin ? (
          <p className={styles.actions}>
            <Button onClick={() => setOpened({ channel: null })}>Add channel</Button>
          </p>
        ) : null}
      </Panel>
      {isAdmin ? <RoutesPanel channels={[...new Set(known.map(({ name }) => name))]} /> : null}
      {opened === null ? null : (
        <ChannelDialog channel={opened.channel} onClose={() => setOpened(null)} onChanged={reload} />
      )}
    </>
  );
}

interface ChannelTableProps {
  readonly channels: readonly ChannelState[];
  /** The settings that admins see; none for others. */
  readonly known: readonly ApiChannelSettings[];
  readonly isAdmin: boolean;
  readonly onTested: () => void;
  readonly actionsOf: (channel: ApiChannelSettings | undefined) => ReactNode;
}

/** The channels in force, and behind them those that were made here and are not. */
function ChannelTable({ channels, known, isAdmin, onTested, actionsOf }: ChannelTableProps) {
  const isDemo = useStatus()?.isDemo === true;
  const isInForce = ({ name, isSetAside }: ApiChannelSettings): boolean =>
    !isSetAside && channels.some((each) => each.name === name);
  const idle = known.filter((each) => each.origin === 'browser' && !isInForce(each));
  const rows: readonly ShownChannel[] = [
    ...channels.map((state) => ({
      state,
      settings: known.find(({ name, isSetAside }) => name === state.name && !isSetAside),
    })),
    ...idle.map((settings) => ({ state: null, settings })),
  ];
  return (
    <RecordTable
      label="Notification channels"
      columns={channelColumns({ isAdmin, onTested, actionsOf })}
      rows={rows}
      keyOf={({ state, settings }) => (state === null ? `idle ${settings.name}` : state.name)}
      empty={isDemo ? DEMO_TEXT : NONE_TEXT}
    />
  );
}

interface ChannelActionsProps {
  readonly channel: ApiChannelSettings | undefined;
  readonly change: Change;
  readonly onOpen: (channel: ApiChannelSettings) => void;
}

/** What can be done with a channel: one of the configuration file is only shown. */
function ChannelActions({ channel, change, onOpen }: ChannelActionsProps) {
  if (channel === undefined) return null;
  const { id, version, name } = channel;
  if (id === null || version === null) {
    return (
      <Button aria-label={`Show ${name}`} onClick={() => onOpen(channel)}>
        Show
      </Button>
    );
  }
  return (
    <>
      <Button aria-label={`Edit ${name}`} onClick={() => onOpen(channel)}>
        Edit
      </Button>
      <ConfirmButton
        verb="Delete"
        what={name}
        isDisabled={change.isSending}
        onConfirm={() => void change.send(() => removeChannel(id, version))}
      />
    </>
  );
}
