import type { Report } from '@tunnelwatch/shared/report';
import { useState } from 'react';
import type { Operator } from '../../components/alert/operator-name.js';
import { Button } from '../../components/form/Button.js';
import form from '../../components/form/form.module.css';
import { fetchChannels, mailHandOver } from '../../http/api.js';
import { problemText } from '../../http/http-error.js';
import { useApiQuery } from '../../http/use-api-query.js';
import styles from './Report.module.css';

interface MailHandOverProps {
  readonly report: Report;
  readonly operator: Operator;
}

/** Sends the hand-over through a channel for e-mail; nothing where none is configured. */
export function MailHandOver({ report, operator }: MailHandOverProps) {
  const { data } = useApiQuery({ key: ['channels'], load: fetchChannels });
  const [chosen, setChosen] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);
  const channels = (data ?? []).filter(({ kind }) => kind === 'email').map(({ name }) => name);
  const channel = chosen ?? channels[0];
  if (channel === undefined) return null;

  async function send(to: string): Promise<void> {
    setIsSending(true);
    setOutcome(null);
    const span = { from: new Date(report.from).toISOString(), to: new Date(report.to).toISOString() };
    try {
      const { delivered, error } = await mailHandOver({ channel: to, ...span, ...operator.signed() });
      setOutcome(
        delivered ? `Sent through ${to}.` : `Not sent through ${to}: ${error ?? 'the mail server refused it'}`,
      );
    } catch (error) {
      setOutcome(`Not sent: ${problemText(error)}`);
    } finally {
      setIsSending(false);
    }
  }

  return (
    <div className={styles.noteForm}>
      {channels.length < 2 ? null : (
        <label className={form.field}>
          Channel
          <select className={form.input} value={channel} onChange={(event) => setChosen(event.target.value)}>
            {channels.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      <Button onClick={() => void send(channel)} disabled={isSending || !operator.isKnown}>
        {isSending ? 'Sending…' : 'Send hand-over'}
      </Button>
      {outcome === null ? null : <span role="status">{outcome}</span>}
    </div>
  );
}
