import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useMemo, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { useSettled } from '../../components/form/use-settled.js';
import { fetchSearch } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { useServerNow } from '../../time/use-server-now.js';
import { hitGroups, matchingItems, type PaletteGroup, type PaletteItem } from './palette-groups.js';
import styles from './Palette.module.css';
import { timeItem, useOwnItems } from './own-items.js';

/** Hits of each kind: the best ones; whoever wants all of them uses the page of the kind. */
const HITS = 8;
/** Typing faster than this is one search. */
const PAUSE_MS = 60;

interface PaletteProps {
  /** What is typed, which may have begun before the palette was there. */
  readonly text: string;
  readonly onText: (text: string) => void;
  /** From now on its field gets the keys. */
  readonly onReady: () => void;
  readonly onClose: () => void;
}

/** Finds tunnels, gateways, alerts, messages, pages and actions by any words, and leads to a past time. Mount it to open it. */
export function Palette({ text, onText, onReady, onClose }: PaletteProps) {
  const input = useRef<HTMLInputElement>(null);
  const { groups, note } = useGroups(text);
  const navigate = useNavigate();
  const choose = ({ action }: PaletteItem): void => {
    onClose();
    if ('to' in action) void navigate(action.to);
    else action.run();
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label="Search" initialFocus={input}>
          <Autocomplete.Root
            open
            inline
            items={groups}
            filter={null}
            autoHighlight="always"
            keepHighlight
            value={text}
            onValueChange={onText}
            itemToStringValue={(item: PaletteItem) => item.label}
          >
            <Autocomplete.Input
              ref={input}
              onFocus={onReady}
              className={styles.input}
              aria-label="Search tunnels, gateways, alerts, messages, pages, actions"
              placeholder="Tunnel, matchkey, peer, gateway, alert, message, page, 14:32 …"
              maxLength={200}
            />
            <p className={styles.note} role="status">
              {note}
            </p>
            <Autocomplete.List className={styles.list}>
              {(group: PaletteGroup) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className={styles.heading}>{group.value}</Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(item: PaletteItem) => (
                      <Autocomplete.Item
                        key={item.id}
                        value={item}
                        className={styles.item}
                        onClick={() => choose(item)}
                      >
                        <span className={styles.label}>{item.label}</span>
                        <span className={styles.detail}>{item.detail}</span>
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What fits the text: what the server finds, then pages and actions; those alone while there is no text. */
function useGroups(text: string): { readonly groups: readonly PaletteGroup[]; readonly note: string } {
  const typed = text.trim();
  const asked = useSettled(typed === '' ? null : typed, PAUSE_MS);
  const { data, problem, isLoading } = useApiQuery({
    key: asked === null ? null : ['search', asked],
    load: (signal) => fetchSearch(asked ?? '', HITS, signal),
    keepsOld: true,
  });
  const { pages, actions } = useOwnItems();
  const { pathname } = useLocation();
  // A list that changes each second would be read out each second.
  const minute = Math.floor(useServerNow() / MINUTE_MS) * MINUTE_MS;
  const time = useMemo(() => timeItem(typed, minute, pathname), [typed, minute, pathname]);
  const groups = useMemo(() => {
    const found = asked === null || data === null ? [] : hitGroups(data);
    return [
      { value: 'Time', items: time === null ? [] : [time] },
      ...found,
      { value: 'Pages', items: matchingItems(pages, typed) },
      { value: 'Actions', items: matchingItems(actions, typed) },
    ].filter(({ items }) => items.length > 0);
  }, [asked, data, pages, actions, typed, time]);
  if (problem !== null) return { groups, note: `${problem.title}. ${problem.detail}` };
  if (groups.length > 0) return { groups, note: '' };
  return { groups, note: isLoading ? 'Searching…' : 'Nothing found' };
}
