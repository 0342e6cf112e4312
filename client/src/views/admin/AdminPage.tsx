import { Link } from 'react-router';
import { PageHead } from '../../components/layout/PageHead.js';
import { useMay, useWho } from '../../session/who-context.js';
import styles from './AdminPage.module.css';
import { NotificationsPanel } from './notifications/NotificationsPanel.js';
import { PeoplePanel } from './PeoplePanel.js';
import { SessionsPanel } from './SessionsPanel.js';
import { SingleSignOnPanel } from './SingleSignOnPanel.js';
import { TokensPanel } from './TokensPanel.js';
import { useState } from 'react';
import { Button } from '../../components/form/Button.js';
import { Panel } from '../../components/layout/Panel.js';
import { ChangePasswordForm } from '../sign-in/ChangePasswordForm.js';

/** Settings that are made once and seldom visited. */
export function AdminPage() {
  const isAdmin = useMay('admin');
  const who = useWho();
  const isOpen = who?.kind === 'open';
  return (
    <>
      <PageHead title="Admin" note="Notifications, people, tokens and sessions.">
        <span className={styles.links}>
          <Link to="/admin/walls">Walls</Link>
          <Link to="/admin/rules">Alert rules</Link>
          {isAdmin ? <Link to="/admin/audit">Audit trail</Link> : null}
          <Link to="/api-reference">API</Link>
        </span>
      </PageHead>
      {isOpen ? (
        <p className={styles.open} role="note">
          This server does not require sign-in: anyone who can reach it can do everything.
        </p>
      ) : null}
      <div className={styles.sections}>
        <NotificationsPanel />
        {isAdmin ? <PeoplePanel /> : null}
        {isAdmin ? <SingleSignOnPanel /> : null}
        {isAdmin ? <TokensPanel /> : null}
        {isOpen ? null : <SessionsPanel />}
        {who?.hasPassword === true ? <PasswordPanel name={who.name} /> : null}
      </div>
    </>
  );
}

/** Lets somebody choose another password of their own, where it is kept here. */
function PasswordPanel({ name }: { readonly name: string }) {
  const [phase, setPhase] = useState<'closed' | 'open' | 'done'>('closed');
  return (
    <Panel title="Your password" isTimeless isLoading={false} problem={null} empty={null}>
      {phase === 'done' ? (
        <p className={styles.note} role="status">
          Password changed. You are signed out everywhere else.
        </p>
      ) : null}
      {phase === 'open' ? (
        <ChangePasswordForm name={name} known="" onDone={() => setPhase('done')} onCancel={() => setPhase('closed')} />
      ) : (
        <Button onClick={() => setPhase('open')}>Change password</Button>
      )}
    </Panel>
  );
}
