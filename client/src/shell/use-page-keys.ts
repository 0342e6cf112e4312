import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { loadKeysOn } from '../components/keys/keys-setting.js';
import { focusKind, isOverlayOpen } from '../components/keys/key-owner.js';
import { PAGES } from './pages.js';

/** After `g` the next key counts for this long. */
const PENDING_MS = 1500;

/** Opens a page by `g` and its key, such as `g a` for the alerts, while no field has the focus and no dialog is open. */
export function usePageKeys(): void {
  const navigate = useNavigate();
  useEffect(() => {
    let pendingSince = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      const isOurs =
        !event.defaultPrevented &&
        !(event.altKey || event.ctrlKey || event.metaKey) &&
        focusKind(event.target) !== 'field' &&
        !isOverlayOpen() &&
        loadKeysOn();
      if (!isOurs) return;
      const isPending = event.timeStamp - pendingSince < PENDING_MS;
      pendingSince = event.key === 'g' && !isPending ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const page = isPending ? PAGES.find(({ key }) => key === event.key) : undefined;
      if (page === undefined) return;
      // The page that is left has keys of its own, such as `a` on the alerts.
      event.preventDefault();
      event.stopImmediatePropagation();
      void navigate(page.to);
    };
    // Before the pages' own keys.
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [navigate]);
}
