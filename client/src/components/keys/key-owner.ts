/** A field takes letters, a control takes Enter. */
export type Focus = 'field' | 'control' | 'none';

const TICKED = ['checkbox', 'radio', 'button'];

/** What has the focus, of what keys are aimed at. */
export function focusKind(target: EventTarget | null): Focus {
  if (!(target instanceof HTMLElement)) return 'none';
  if (target instanceof HTMLInputElement) return TICKED.includes(target.type) ? 'none' : 'field';
  if (target.isContentEditable || target.matches('textarea, select')) return 'field';
  return target.matches('a, button, summary') ? 'control' : 'none';
}

/** Whether a dialog or a menu is open, to which keys belong; a report of what was done is none, though it has that role. */
export function isOverlayOpen(): boolean {
  return document.querySelector('[role=dialog]:not([data-report]), [role=menu]') !== null;
}
