import { formatCount } from '@tunnelwatch/shared/format-number';
import { standInGateway } from '@tunnelwatch/shared/stand-in';
import { Link } from 'react-router';
import { Panel } from '../../../components/layout/Panel.js';
import { BlockButton } from '../../../components/sender/BlockButton.js';
import { SenderState } from '../../../components/sender/SenderState.js';
import { useSenders } from '../../../components/sender/use-senders.js';
import styles from './AlertPage.module.css';

/** The sender that an alert is about as it is now, and the button that cuts it off. */
export function AlertSender({ sender: name }: { readonly sender: string }) {
  const { senders, problem, reload } = useSenders();
  const sender = senders?.find((each) => each.sender === name && each.kind !== 'source');
  return (
    <Panel
      title="This sender now"
      isTimeless
      aside={
        <Link to={`/events?gateway=${encodeURIComponent(standInGateway(name))}`}>View events without a gateway</Link>
      }
      isLoading={senders === null}
      problem={senders === null ? problem : null}
      onRetry={reload}
      empty={senders !== null && sender === undefined ? <p>Nothing is known of it any more.</p> : null}
    >
      {sender === undefined ? null : (
        <>
          <p>
            {formatCount(sender.refusedGateways)} lines of new gateways and {formatCount(sender.refusedTunnels)} of new
            tunnels or interfaces beyond its limit.
          </p>
          <p>
            <SenderState sender={sender} />
          </p>
          <p className={styles.todo}>
            Blocking it discards everything that it sends, also of real gateways behind it. Other senders are not
            affected. It can be unblocked here and on the Sources page.
          </p>
          <BlockButton sender={sender} onEnd={reload} />
        </>
      )}
    </Panel>
  );
}
