import { CLASS_LABEL } from '@tunnelwatch/shared/class-labels';
import type { AlertClass } from '@tunnelwatch/shared/alert';
import type { EventClass } from '@tunnelwatch/shared/failure-class';

/**
 * Style of a failure class. Twelve hues cannot be distinguished, so related classes share one and differ in their dash;
 * a label is always shown beside the colour.
 */
export interface ClassStyle {
  /** CSS colour. */
  readonly color: string;
  /** SVG stroke-dasharray; empty for a solid line. */
  readonly dash: string;
  readonly label: string;
}

const CRYPTO = 'var(--class-crypto)';
const OTHER = 'var(--class-other)';

export const CLASS_STYLE: Readonly<Record<EventClass | AlertClass, ClassStyle>> = {
  replay: { color: 'var(--class-replay)', dash: '', label: CLASS_LABEL.replay },
  integrity: { color: 'var(--class-integrity)', dash: '', label: CLASS_LABEL.integrity },
  decryption: { color: CRYPTO, dash: '', label: CLASS_LABEL.decryption },
  encryption: { color: CRYPTO, dash: '6 3', label: CLASS_LABEL.encryption },
  malformed: { color: OTHER, dash: '', label: CLASS_LABEL.malformed },
  reassembly: { color: OTHER, dash: '6 3', label: CLASS_LABEL.reassembly },
  ecn: { color: OTHER, dash: '2 2', label: CLASS_LABEL.ecn },
  sequence: { color: CRYPTO, dash: '2 2', label: CLASS_LABEL.sequence },
  routing: { color: 'var(--text)', dash: '', label: CLASS_LABEL.routing },
  policy: { color: 'var(--text)', dash: '6 3', label: CLASS_LABEL.policy },
  memory: { color: 'var(--text)', dash: '2 2', label: CLASS_LABEL.memory },
  unknown: { color: 'var(--severity-debug)', dash: '2 2', label: CLASS_LABEL.unknown },
  monitoring: { color: 'var(--text-soft)', dash: '1 3', label: CLASS_LABEL.monitoring },
  other: { color: 'var(--severity-debug)', dash: '6 3', label: CLASS_LABEL.other },
};
