import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { visibleText } from '@tunnelwatch/shared/visible-text';

/** What the button of an alert's menu is called. */
export function menuWords({ message }: Pick<ShownAlert, 'message'>) {
  return { 'aria-label': `Actions for ${visibleText(message)}`, title: 'More actions' };
}
