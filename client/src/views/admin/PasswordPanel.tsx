import { useState } from 'react';
import { Button } from '../../components/form/Button.js';
import { Panel } from '../../components/layout/Panel.js';
import { ChangePasswordForm } from '../sign-in/ChangePasswordForm.js';
import styles from './AdminPage.module.css';

/** Lets users with a local password change it. */
export function PasswordPanel({ name }: { readonly name: string }) {
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
