import { useState } from 'react';
import { Button } from '../../components/form/Button.js';
import { Panel } from '../../components/layout/Panel.js';
import { ChangePasswordForm } from '../sign-in/ChangePasswordForm.js';
import styles from './AdminPage.module.css';

/** Lets somebody choose another password of their own, where it is kept here. */
export function PasswordPanel({ name }: { readonly name: string }) {
  const [step, setStep] = useState<'closed' | 'open' | 'done'>('closed');
  return (
    <Panel title="Your password" isTimeless isLoading={false} problem={null} empty={null}>
      {step === 'done' ? (
        <p className={styles.note} role="status">
          Your password is changed. Wherever else you were signed in, you have to sign in again.
        </p>
      ) : null}
      {step === 'open' ? (
        <ChangePasswordForm name={name} known="" onDone={() => setStep('done')} onCancel={() => setStep('closed')} />
      ) : (
        <Button onClick={() => setStep('open')}>Change your password</Button>
      )}
    </Panel>
  );
}
