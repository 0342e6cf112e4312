import { Link } from 'react-router';
import { PageHead } from '../../components/layout/PageHead.js';
import { useMay, useWho } from '../../session/who-context.js';
import styles from './AdminPage.module.css';
import { NotificationsPanel } from './NotificationsPanel.js';
import { PasswordPanel } from './PasswordPanel.js';
import { PeoplePanel } from './PeoplePanel.js';
import { SessionsPanel } from './SessionsPanel.js';
import { TokensPanel } from './TokensPanel.js';

/** Settings that are made once and seldom visited. */
export function AdminPage() {
  const isAdmin = useMay('admin');
  const who = useWho();
  const isOpen = who?.kind === 'open';
  return (
    <>
      <PageHead title="Admin" note="Notifications, people, tokens and sessions.">
        <Link to="/admin/rules">Alert rules</Link>
      </PageHead>
      {isOpen ? (
        <p className={styles.open} role="note">
          This server does not require sign-in: anyone who can reach it can do everything.
        </p>
      ) : null}
      <div className={styles.sections}>
        <NotificationsPanel />
        {isAdmin ? <PeoplePanel /> : null}
        {isAdmin ? <TokensPanel /> : null}
        {isOpen ? null : <SessionsPanel />}
        {who?.hasPassword === true ? <PasswordPanel name={who.name} /> : null}
      </div>
    </>
  );
}
