import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';

/** Rules that count other messages than those of their class. */
const OWN_MESSAGES: ReadonlyMap<string, readonly number[]> = new Map([['crypto-hardware', [282, 572, 1057]]]);

/** True for an alert about one message, and false for one from a rate or monitoring rule. */
export function isOfMessage({ rule }: Pick<ShownAlert, 'rule'>): boolean {
  return rule.startsWith('message-');
}

/** Whether the class of an alert says which events it counts. */
export function countsItsClass({ rule, class: failureClass }: Pick<ShownAlert, 'rule' | 'class'>): boolean {
  return !isOfMessage({ rule }) && failureClass !== 'monitoring' && !OWN_MESSAGES.has(rule);
}

/** The entries of the messages that an alert of a rule counts, in the order of the catalogue. */
export function messagesOfRule(
  { rule, class: failureClass }: Pick<ShownAlert, 'rule' | 'class'>,
  catalogue: readonly CatalogueEntry[],
): readonly CatalogueEntry[] {
  const own = OWN_MESSAGES.get(rule);
  return catalogue.filter((entry) =>
    own === undefined ? entry.failureClass === failureClass : own.includes(entry.id),
  );
}
