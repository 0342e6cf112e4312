import type { Severity } from '@tunnelwatch/shared/severity';
import { SEVERITY_LOOK } from '../../theme/severity-style.js';
import styles from './Badges.module.css';
import { SeverityShape } from './SeverityShape.js';

/** Severity as the gateway says it: shape, colour and word. */
export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  const look = SEVERITY_LOOK[severity];
  return (
    <span
      className={styles.severity}
      style={{ color: look.color }}
      title={`Severity as the gateway says: ${look.label}`}
    >
      <SeverityShape shape={look.shape} />
      {look.label}
    </span>
  );
}
