import type { Severity } from '@tunnelwatch/shared/severity';
import { SEVERITY_STYLE } from '../../theme/severity-style.js';
import styles from './Badges.module.css';
import { SeverityShape } from './SeverityShape.js';

/** Severity assigned by the gateway: shape, colour and word. */
export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  const style = SEVERITY_STYLE[severity];
  return (
    <span
      className={styles.severity}
      style={{ color: style.color }}
      title={`Severity reported by the gateway: ${style.label}`}
    >
      <SeverityShape shape={style.shape} />
      {style.label}
    </span>
  );
}
