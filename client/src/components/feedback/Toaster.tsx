import { Toast } from '@base-ui/react/toast';
import type { ReactNode } from 'react';
import styles from './Toasts.module.css';

/** Long enough to notice a mistake and undo it. */
const SHOWN_MS = 10_000;

/** Shows short reports of what was just done, in a corner, each with its undo where there is one. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider timeout={SHOWN_MS}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast} data-report>
      <Toast.Content className={styles.content}>
        <span className={styles.words}>
          <Toast.Title render={<strong />} />
          <Toast.Description render={<span />} className={styles.detail} />
        </span>
        <Toast.Action className={styles.button} />
        <Toast.Close className={styles.close} aria-label="Dismiss">
          ×
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
