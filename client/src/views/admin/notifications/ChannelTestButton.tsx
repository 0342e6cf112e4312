import { useState } from 'react';
import { Button } from '../../../components/form/Button.js';
import { testChannel } from '../../../http/api.js';
import styles from '../AdminTable.module.css';

interface ChannelTestButtonProps {
  readonly name: string;
  readonly onTested: () => void;
}

/** Sends a test over a channel, and shows the result. For admins. */
export function ChannelTestButton({ name, onTested }: ChannelTestButtonProps) {
  const [isUnderWay, setIsUnderWay] = useState(false);
  const [outcome, setOutcome] = useState<string | null>(null);
  const test = () => {
    setIsUnderWay(true);
    setOutcome(null);
    testChannel(name)
      .then(
        ({ delivered, error }) => setOutcome(delivered ? 'Delivered.' : `Not delivered: ${error ?? 'unknown reason'}`),
        (error: unknown) => setOutcome(error instanceof Error ? error.message : String(error)),
      )
      .finally(() => {
        setIsUnderWay(false);
        onTested();
      });
  };
  return (
    <>
      <Button onClick={test} disabled={isUnderWay} aria-label={`Send a test to ${name}`}>
        {isUnderWay ? 'Sending…' : 'Send a test'}
      </Button>
      <span className={styles.note} role="status">
        {outcome}
      </span>
    </>
  );
}
