import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { TROUBLE_LEVEL, troublesOf } from '@tunnelwatch/shared/source-trouble';
import { Age } from '../../../components/time/Age.js';
import { SeverityShape } from '../../../components/badge/SeverityShape.js';
import styles from './SourceTroubles.module.css';
import { TROUBLE_LABEL, troubleText } from '@tunnelwatch/shared/trouble-labels';
import { LEVEL_STYLE } from '../../../theme/severity-style.js';

/** The problems of a source, the worst first, each with its remedy. */
export function SourceTroubles({ source }: { readonly source: SourceHealth }) {
  const troubles = troublesOf(source);
  if (troubles.length === 0) return null;
  const hasError = source.lastError !== null && source.pastError !== null;
  return (
    <ul className={styles.troubles} aria-label="Problems of this source">
      {troubles.map((trouble) => {
        const level = TROUBLE_LEVEL[trouble];
        const { what, remedy } = troubleText(trouble, source);
        const isErrorNow = hasError && (trouble === 'degraded' || trouble === 'missing');
        return (
          <li key={trouble} className={styles[level]}>
            <strong>
              <SeverityShape {...LEVEL_STYLE[level]} /> {TROUBLE_LABEL[trouble]}
            </strong>
            <span className={styles.what}>
              {visibleText(what)}
              {isErrorNow ? (
                <>
                  . Ongoing for <Age at={source.pastError?.at ?? null} />.
                </>
              ) : null}
            </span>
            <span className={styles.remedy}>{remedy}</span>
          </li>
        );
      })}
    </ul>
  );
}
