import type { ApiSender } from '@tunnelwatch/shared/sender';
import { blockSender, unblockSender } from '../../http/api.js';
import { useMay } from '../../session/who-context.js';
import { ConfirmButton } from '../form/ConfirmButton.js';
import { useChange } from '../form/use-change.js';
import styles from './BlockButton.module.css';

interface BlockButtonProps {
  readonly sender: ApiSender;
  /** Reloads what the button changes. */
  readonly onEnd: () => void;
}

/** Cuts a sender off, or lets it send again; nothing for those who may not, and for what has no address. */
export function BlockButton({ sender: { sender, kind, block }, onEnd }: BlockButtonProps) {
  const change = useChange(onEnd);
  const mayBlock = useMay('admin');
  if (!mayBlock || kind !== 'address') return null;
  const isBlocked = block !== null;
  return (
    <>
      <ConfirmButton
        key={isBlocked ? 'unblock' : 'block'}
        verb={isBlocked ? 'Unblock' : 'Block'}
        what={sender}
        isDisabled={change.isSending}
        onConfirm={() => void change.send(() => (isBlocked ? unblockSender(sender) : blockSender(sender)))}
      />
      {change.fault === null ? null : (
        <p className={styles.fault} role="alert">
          {change.fault}
        </p>
      )}
    </>
  );
}
