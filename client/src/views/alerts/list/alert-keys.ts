import { useEffect, useRef } from 'react';
import { type Focus, focusKind, isOverlayOpen } from '../../../components/keys/key-owner.js';

/** The action of a key on the alert list. */
export type KeyCommand = 'down' | 'up' | 'open' | 'select' | 'acknowledge' | 'shelve' | 'search' | 'help';

/** The keys, in the order of the help. */
export const ALERT_KEYS: readonly { readonly key: string; readonly command: KeyCommand; readonly means: string }[] = [
  { key: 'j', command: 'down', means: 'Next alert' },
  { key: 'k', command: 'up', means: 'Previous alert' },
  { key: 'Enter', command: 'open', means: 'Open alert' },
  { key: 'x', command: 'select', means: 'Select or deselect alert' },
  { key: 'a', command: 'acknowledge', means: 'Acknowledge alert or selection' },
  { key: 's', command: 'shelve', means: 'Shelve alert or selection' },
  { key: '/', command: 'search', means: 'Search' },
  { key: '?', command: 'help', means: 'Show this help' },
];

interface Pressed {
  readonly key: string;
  readonly hasModifier: boolean;
  /** What has the focus: a field takes letters, a control takes Enter. */
  readonly focus: Focus;
}

/** The action of a key; undefined for one without an action here, or one that belongs to the focused element. */
export function commandOf({ key, hasModifier, focus }: Pressed): KeyCommand | undefined {
  if (hasModifier || focus === 'field') return undefined;
  if (key === 'Enter' && focus === 'control') return undefined;
  return ALERT_KEYS.find((each) => each.key === key)?.command;
}

/** Calls back for the keys of the alert list, or for some of them, while no dialog is open. */
export function useAlertKeys(
  isOn: boolean,
  onCommand: (command: KeyCommand) => void,
  only?: readonly KeyCommand[],
): void {
  const latest = useRef(onCommand);
  useEffect(() => {
    latest.current = onCommand;
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isOverlayOpen()) return;
      const hasModifier = event.altKey || event.ctrlKey || event.metaKey;
      const command = commandOf({ key: event.key, hasModifier, focus: focusKind(event.target) });
      if (command === undefined || only?.includes(command) === false) return;
      event.preventDefault();
      latest.current(command);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isOn, only]);
}
