import { formatCount } from '@tunnelwatch/shared/format-number';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { Panel } from '../../components/layout/Panel.js';
import { BlockButton } from '../../components/sender/BlockButton.js';
import { SenderState } from '../../components/sender/SenderState.js';
import { useSenders } from '../../components/sender/use-senders.js';
import { RecordTable } from '../../components/table/RecordTable.js';
import { Age } from '../../components/time/Age.js';
import styles from './SendersPanel.module.css';

/** Senders that invent names, and blocked ones; nothing where there are none. */
export function SendersPanel() {
  const { senders, reload } = useSenders();
  if (senders === null || senders.length === 0) return null;
  return (
    <Panel title="Senders beyond their limit of new names, and blocked senders" className={styles.panel} isTimeless>
      <p className={styles.note}>
        Events of names beyond the limit count under “unknown at” and the sender, or under “(unlisted)” of their
        gateway. Blocking a sender discards everything that it sends, also of real gateways behind it.
      </p>
      <RecordTable
        label="Senders"
        rows={senders}
        keyOf={({ kind, sender }) => `${kind} ${sender}`}
        columns={[
          { title: 'Sender', cell: ({ sender }) => visibleText(sender) },
          {
            title: 'Lines of new gateways',
            isNumber: true,
            cell: ({ refusedGateways }) => formatCount(refusedGateways),
          },
          { title: 'Lines of new tunnels', isNumber: true, cell: ({ refusedTunnels }) => formatCount(refusedTunnels) },
          {
            title: 'Newest such name',
            cell: ({ lastName, refusedAt }) => (
              <>
                {lastName === null ? '–' : visibleText(lastName)}
                {refusedAt === null ? null : (
                  <span className={styles.age}>
                    <Age at={refusedAt} suffix="ago" />
                  </span>
                )}
              </>
            ),
          },
          { title: 'State', cell: (sender) => <SenderState sender={sender} /> },
          { title: 'Action', cell: (sender) => <BlockButton sender={sender} onEnd={reload} /> },
        ]}
      />
    </Panel>
  );
}
