import type { ApiSender } from '@tunnelwatch/shared/sender';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { Panel } from '../../components/layout/Panel.js';
import { BlockButton } from '../../components/sender/BlockButton.js';
import { SenderState } from '../../components/sender/SenderState.js';
import { useSenders } from '../../components/sender/use-senders.js';
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
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Sender</th>
              <th scope="col">Lines of new gateways</th>
              <th scope="col">Lines of new tunnels</th>
              <th scope="col">Newest such name</th>
              <th scope="col">State</th>
              <th scope="col">Action</th>
            </tr>
          </thead>
          <tbody>
            {senders.map((sender) => (
              <SenderRow key={`${sender.kind} ${sender.sender}`} sender={sender} onEnd={reload} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function SenderRow({ sender, onEnd }: { readonly sender: ApiSender; readonly onEnd: () => void }) {
  const { lastName, refusedAt } = sender;
  return (
    <tr>
      <th scope="row">{visibleText(sender.sender)}</th>
      <td>{formatCount(sender.refusedGateways)}</td>
      <td>{formatCount(sender.refusedTunnels)}</td>
      <td className={styles.words}>
        {lastName === null ? '–' : visibleText(lastName)}
        {refusedAt === null ? null : (
          <span className={styles.age}>
            <Age at={refusedAt} suffix="ago" />
          </span>
        )}
      </td>
      <td className={styles.words}>
        <SenderState sender={sender} />
      </td>
      <td>
        <BlockButton sender={sender} onEnd={onEnd} />
      </td>
    </tr>
  );
}
