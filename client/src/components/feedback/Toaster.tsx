import { Toast } from '@base-ui/react/toast';
import { useEffect } from 'react';
import type { ToastQueue } from './toast-queue.js';
import styles from './Toasts.module.css';

/** Long enough to notice a mistake and undo it. */
const SHOWN_MS = 10_000;

interface ToasterProps {
  readonly queue: ToastQueue;
}

/** Shows short reports of what was just done, in a corner, each with its undo where there is one. */
export function Toaster({ queue }: ToasterProps) {
  return (
    <Toast.Provider timeout={SHOWN_MS}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport} data-report>
          <ToastList queue={queue} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList({ queue }: ToasterProps) {
  const { toasts, add, close } = Toast.useToastManager();
  useEffect(
    () =>
      queue.showWith(({ title, detail, undo, isFailure }) => {
        const id = add({
          title,
          description: detail,
          ...(isFailure ? { type: 'failure', priority: 'high', timeout: 0 } : {}),
          ...(undo === undefined
            ? {}
            : {
                actionProps: {
                  children: 'Undo',
                  onClick: () => {
                    close(id);
                    undo();
                  },
                },
              }),
        });
      }),
    [queue, add, close],
  );
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
