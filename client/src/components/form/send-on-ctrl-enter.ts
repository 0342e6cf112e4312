import type { KeyboardEvent } from 'react';

/** Sends the form on Ctrl+Enter, or ⌘+Enter: Enter alone begins a new line in a comment. */
export function sendOnCtrlEnter(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}
