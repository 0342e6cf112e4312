/** Whether a dialog or a menu is open, to which keys belong; a report of what was done is none, though it has that role. */
export function isOverlayOpen(): boolean {
  return document.querySelector('[role=dialog]:not([data-report]), [role=menu]') !== null;
}
