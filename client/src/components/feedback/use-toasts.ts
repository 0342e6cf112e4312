import { createContext, use, useMemo } from 'react';
import type { ToastQueue } from './toast-queue.js';

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

/** Of the frame of all pages; null on the wall, where nobody does anything. */
export const ToastsContext = createContext<ToastQueue | null>(null);

/** Reports of what was done, with undo; read out by screen readers. */
export function useToasts(): ToastCalls {
  const queue = use(ToastsContext);
  return useMemo(() => {
    const report = ({ title, detail, undo }: Report): void => {
      queue?.add({
        title,
        detail,
        undo: undo === undefined ? undefined : () => void undo().then(report),
        isFailure: false,
      });
    };
    return {
      report,
      fail: (title, detail) => queue?.add({ title, detail, undo: undefined, isFailure: true }),
    };
  }, [queue]);
}
