import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { TROUBLE_LEVEL, troublesOf } from '@tunnelwatch/shared/source-trouble';
import { SeverityShape } from '../../../components/badge/SeverityShape.js';
import styles from './TroubleBadge.module.css';
import { TROUBLE_LABEL, type TroubleText, troubleText } from '@tunnelwatch/shared/trouble-labels';
import { LEVEL_STYLE } from '../../../theme/severity-style.js';

/** The worst problem of a source in a word, and the number of others; all of them, with remedies, are in its title. */
export function TroubleBadge({ source }: { readonly source: SourceHealth }) {
  const troubles = troublesOf(source);
  const [worst] = troubles;
  if (worst === undefined) return <span className={styles.none}>–</span>;
  const level = TROUBLE_LEVEL[worst];
  const words = troubles.map((trouble) => troubleText(trouble, source));
  return (
    <span className={styles[level]} title={visibleLines(words)}>
      <SeverityShape {...LEVEL_STYLE[level]} />
      {TROUBLE_LABEL[worst]}
      {troubles.length > 1 ? <span className={styles.more}>+{troubles.length - 1}</span> : null}
    </span>
  );
}

function visibleLines(words: readonly TroubleText[]): string {
  return words.map(({ what, remedy }) => `${visibleText(what)}\n${remedy}`).join('\n\n');
}
