import { Toast } from '@base-ui/react/toast';
import { useMemo } from 'react';

export interface Report {
  readonly title: string;
  readonly detail?: string;
  /** Takes back what is reported. */
  readonly undo?: () => Promise<Report>;
}

export interface ToastCalls {
  /** Something was done. */
  readonly report: (report: Report) => void;
  /** Something was not done: it stays until it is dismissed. */
  readonly fail: (title: string, detail: string) => void;
}

/** Reports of what was done, with undo; read out by screen readers. */
export function useToasts(): ToastCalls {
  const { add, close } = Toast.useToastManager();
  return useMemo(() => {
    const report = ({ title, detail, undo }: Report): void => {
      const id = add({
        title,
        description: detail,
        ...(undo === undefined
          ? {}
          : {
              actionProps: {
                children: 'Undo',
                onClick: () => {
                  close(id);
                  void undo().then(report);
                },
              },
            }),
      });
    };
    return {
      report,
      fail: (title, detail) => void add({ title, description: detail, type: 'failure', priority: 'high', timeout: 0 }),
    };
  }, [add, close]);
}
