import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { ToastQueue } from './toast-queue.js';
import { ToastsContext } from './use-toasts.js';

/** The page comes first: nobody has done anything yet. */
const LOAD_MS = 1000;
const RETRY_MS = 5000;

/**
 * Takes the reports of the pages in it. What shows them is loaded soon after the page, and not when the first is made: that
 * a server is gone must be said without it.
 */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [queue] = useState(() => new ToastQueue());
  const Toaster = useToaster();
  return (
    <ToastsContext value={queue}>
      {children}
      {Toaster === null ? null : <Toaster queue={queue} />}
    </ToastsContext>
  );
}

/** What shows toasts; null until it is loaded, which is tried until it works. */
function useToaster(): ComponentType<{ readonly queue: ToastQueue }> | null {
  const [toaster, setToaster] = useState<{ readonly Toaster: ComponentType<{ readonly queue: ToastQueue }> } | null>(
    null,
  );
  useEffect(() => {
    let timer = setTimeout(load, LOAD_MS);
    function load(): void {
      import('./Toaster.js').then(setToaster).catch(() => {
        timer = setTimeout(load, RETRY_MS);
      });
    }
    return () => clearTimeout(timer);
  }, []);
  return toaster?.Toaster ?? null;
}
