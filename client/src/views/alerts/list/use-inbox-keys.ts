import { useRef, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import type { VirtualListHandle } from '../../../components/list/use-virtual-rows.js';
import { useMay } from '../../../session/who-context.js';
import { alertsOf, type InboxRow, rowKey } from './alert-groups.js';
import { useAlertKeys, type KeyCommand } from './alert-keys.js';
import type { Inbox } from './use-inbox.js';

interface InboxKeys {
  readonly isOn: boolean;
  readonly list: RefObject<VirtualListHandle | null>;
  readonly onHelp: () => void;
  readonly onSearch: () => void;
}

/** Controls the list by keys; returns the callback for the row that gets the focus. */
export function useInboxKeys(inbox: Inbox, { isOn, list, onHelp, onSearch }: InboxKeys): (key: string) => void {
  const navigate = useNavigate();
  const mayAct = useMay('operator');
  const cursor = useRef<string | null>(null);
  const { rows, calls, selection, act } = inbox;

  function move(by: 1 | -1): void {
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => rowKey(row) === cursor.current);
    const next = at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
    // At once: the focus follows with the next frame, and a key before that must not act on the previous row.
    const row = rows[next];
    cursor.current = row === undefined ? null : rowKey(row);
    list.current?.focusRow(next);
  }

  function select(row: InboxRow): void {
    if (row.kind === 'alert') return selection.toggle(row.alert.id);
    const { reached } = row.group;
    if (reached.length === 0) return open(row);
    calls.onSelectAll(row.group, !reached.every(({ id }) => selection.ids.has(id)));
  }

  function open(row: InboxRow): void {
    if (row.kind === 'group') calls.onToggle(row.group.key);
    else void navigate(`/alerts/${String(row.alert.id)}`);
  }

  useAlertKeys(isOn, (command: KeyCommand) => {
    const here = rows.find((row) => rowKey(row) === cursor.current);
    switch (command) {
      case 'down':
        return move(1);
      case 'up':
        return move(-1);
      case 'open':
        return here === undefined ? undefined : open(here);
      case 'select':
        return here === undefined ? undefined : select(here);
      case 'acknowledge':
      case 'shelve':
        if (!mayAct) return;
        // A closed group of urgent alerts alone is opened first: somebody has to see them.
        if (here?.kind === 'group' && here.group.reached.length === 0 && selection.ids.size === 0) return open(here);
        return act(command, here === undefined ? [] : alertsOf(here));
      case 'search':
        return onSearch();
      case 'help':
        return onHelp();
    }
  });

  return (key) => {
    cursor.current = key;
  };
}
