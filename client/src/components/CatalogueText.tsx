import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import type { ReactNode } from 'react';
import styles from './CatalogueText.module.css';

/** What the catalogue says of a message; the vendor's words and our own advice are visibly apart. */
export function CatalogueText({ entry }: { readonly entry: CatalogueEntry }) {
  return (
    <dl className={styles.text}>
      <Part name="What it means">{entry.explanation}</Part>
      <Part name="What the gateway did">{entry.actionDescription ?? gatewayActionText(entry.gatewayAction)}</Part>
      <Part name="The vendor proposes">
        {entry.proposedAction ?? <span className={styles.none}>The log reference proposes no action.</span>}
      </Part>
      {entry.ourAdvice === null ? null : (
        <div className={styles.ours}>
          <dt>Our advice, not the vendor’s</dt>
          <dd>{entry.ourAdvice}</dd>
        </div>
      )}
      {entry.note === null ? null : <Part name="Remark on the reference">{entry.note}</Part>}
    </dl>
  );
}

function gatewayActionText(action: CatalogueEntry['gatewayAction']): string {
  switch (action) {
    case 'drop':
      return 'It dropped the packet.';
    case 'adjust':
      return 'It adjusted the value and went on.';
    case 'abort':
      return 'It gave the operation up.';
    case 'none':
      return 'Nothing: the reference names no action.';
  }
}

function Part({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
