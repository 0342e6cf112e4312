import type { View } from '@tunnelwatch/shared/protocol';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ExplainPanel } from '../../components/explain/ExplainPanel.js';
import { CopyButton } from '../../components/form/CopyButton.js';
import { Panel } from '../../components/layout/Panel.js';
import { useHistory } from '../../history/history-context.js';
import { useRoom, useStatus } from '../../live/use-live.js';
import { reachableAddress } from './listener-address.js';
import styles from './FirstStart.module.css';

const SOURCES_VIEW = { view: 'sources' } as const satisfies View;
const DEMO_COMMAND = 'tunnelwatch serve --demo --port 8081';

/** What to do while nothing was received yet: point gateways here, check a line, look at the demo; nothing afterwards. */
export function FirstStart() {
  const isEmpty = useStatus()?.events === 0;
  // Before its record begins history is empty too; sources have no past, and would be waited for without an end.
  const isHistory = useHistory() !== null;
  return isEmpty && !isHistory ? <FirstSteps /> : null;
}

function FirstSteps() {
  const sources = useRoom(SOURCES_VIEW).state?.sources ?? null;
  return (
    <Panel title="First steps" isTimeless className={styles.panel} isLoading={sources === null}>
      <ol className={styles.steps}>
        <Step title="Let the gateways’ log arrive">
          <SourcesStep sources={(sources ?? []).filter(({ state }) => state !== 'stopped')} />
        </Step>
        <Step title="Check a line">
          <p>Paste a line from a gateway’s log: Tunnelwatch shows how it reads it, and what is missing if it cannot.</p>
          <ExplainPanel source={undefined} />
        </Step>
        <Step title="See what it looks like">
          <p>A simulated gateway beside this server, with a store of its own:</p>
          <Copied text={DEMO_COMMAND} what="command" />
          <p>
            Then <Link to="/inventory">name your tunnels</Link>, and <Link to="/admin">set up notifications</Link>.
          </p>
        </Step>
      </ol>
    </Panel>
  );
}

function Step({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <li className={styles.step}>
      <h3>{title}</h3>
      {children}
    </li>
  );
}

function SourcesStep({ sources }: { readonly sources: readonly SourceHealth[] }) {
  const listeners = sources.filter(({ kind }) => kind === 'syslog');
  const files = sources.filter(({ kind }) => kind === 'file');
  if (sources.length === 0) {
    return (
      <p>
        No source is configured. Start the server with the log files, such as{' '}
        <code>tunnelwatch serve &quot;/var/log/gateways/*.log&quot;</code>, or with{' '}
        <code>--listen udp://0.0.0.0:514</code>.
      </p>
    );
  }
  return (
    <>
      {listeners.length === 0 ? null : (
        <>
          <p>
            Add this log receiver to each gateway, with Notice messages of category IPSEC, or forward to it with
            rsyslog:
          </p>
          {listeners.map(({ id, name }) => (
            <Copied key={id} text={reachableAddress(name, location.hostname)} what="address" />
          ))}
        </>
      )}
      {files.length === 0 ? null : (
        <p>
          {files.length === 1 ? (
            <>
              Following <code>{visibleText(files[0]?.name ?? '')}</code>.
            </>
          ) : (
            <>Following {files.length} files.</>
          )}{' '}
          <Link to="/sources">Sources</Link> shows what is read of {files.length === 1 ? 'it' : 'them'}.
        </p>
      )}
      <p>
        Gateways send Notice messages only to receivers that are configured for them: silence does not mean that all is
        well.
      </p>
    </>
  );
}

function Copied({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <p className={styles.copied}>
      <code>{visibleText(text)}</code>
      <CopyButton text={text} what={what} />
    </p>
  );
}
