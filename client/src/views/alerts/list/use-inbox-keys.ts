import { useRef, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import type { VirtualListHandle } from '../../../components/list/use-virtual-rows.js';
import { useMay } from '../../../session/who-context.js';
import { useAlertKeys, type KeyCommand } from './alert-keys.js';
import type { Inbox } from './use-inbox.js';

interface InboxKeys {
  readonly isOn: boolean;
  readonly rows: RefObject<VirtualListHandle | null>;
  readonly onHelp: () => void;
  readonly onSearch: () => void;
}

/** Controls the list by keys; returns the callback for the alert whose row gets the focus. */
export function useInboxKeys(inbox: Inbox, { isOn, rows, onHelp, onSearch }: InboxKeys): (id: number) => void {
  const navigate = useNavigate();
  const mayAct = useMay('operator');
  const cursor = useRef<number | null>(null);
  const { shown, hold, selection, act } = inbox;

  function move(by: 1 | -1): void {
    if (shown.length === 0) return;
    hold();
    const at = shown.findIndex(({ id }) => id === cursor.current);
    const next = at === -1 ? 0 : Math.min(shown.length - 1, Math.max(0, at + by));
    // At once: the focus follows with the next frame, and a key before that must not act on the previous row.
    cursor.current = shown[next]?.id ?? null;
    rows.current?.focusRow(next);
  }

  useAlertKeys(isOn, (command: KeyCommand) => {
    const here = cursor.current;
    switch (command) {
      case 'down':
        return move(1);
      case 'up':
        return move(-1);
      case 'open':
        return here === null ? undefined : void navigate(`/alerts/${String(here)}`);
      case 'select':
        hold();
        return here === null ? undefined : selection.toggle(here);
      case 'acknowledge':
      case 'shelve':
        if (!mayAct) return;
        return act(
          command,
          shown.find(({ id }) => id === here),
        );
      case 'search':
        return onSearch();
      case 'help':
        return onHelp();
    }
  });

  return (id) => {
    cursor.current = id;
  };
}
