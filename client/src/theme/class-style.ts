import type { AlertClass } from '@tunnelwatch/shared/alert';
import type { EventClass } from '@tunnelwatch/shared/failure-class';

/**
 * How a failure class looks. Twelve hues cannot be told apart, so related classes share one and differ in their dash;
 * a label always stands beside the colour.
 */
export interface ClassLook {
  /** CSS colour. */
  readonly color: string;
  /** SVG stroke-dasharray; empty for a full line. */
  readonly dash: string;
  readonly label: string;
  /** For tight places, at most ten letters. */
  readonly short: string;
}

const CRYPTO = 'var(--class-crypto)';
const OTHER = 'var(--class-other)';

export const CLASS_LOOK: Readonly<Record<EventClass | AlertClass, ClassLook>> = {
  replay: { color: 'var(--class-replay)', dash: '', label: 'Replay', short: 'Replay' },
  integrity: { color: 'var(--class-integrity)', dash: '', label: 'Integrity', short: 'Integrity' },
  decryption: { color: CRYPTO, dash: '', label: 'Decryption', short: 'Decrypt' },
  encryption: { color: CRYPTO, dash: '6 3', label: 'Encryption', short: 'Encrypt' },
  malformed: { color: OTHER, dash: '', label: 'Malformed', short: 'Malformed' },
  reassembly: { color: OTHER, dash: '6 3', label: 'Reassembly', short: 'Reassembly' },
  ecn: { color: OTHER, dash: '2 2', label: 'ECN', short: 'ECN' },
  sequence: { color: CRYPTO, dash: '2 2', label: 'Sequence', short: 'Sequence' },
  routing: { color: 'var(--text)', dash: '', label: 'Routing', short: 'Routing' },
  policy: { color: 'var(--text)', dash: '6 3', label: 'Policy', short: 'Policy' },
  memory: { color: 'var(--text)', dash: '2 2', label: 'Memory', short: 'Memory' },
  unknown: { color: 'var(--debug)', dash: '2 2', label: 'Unknown message', short: 'Unknown' },
  monitoring: { color: 'var(--text-soft)', dash: '1 3', label: 'Monitoring', short: 'Monitoring' },
  other: { color: 'var(--debug)', dash: '6 3', label: 'Other category', short: 'Other' },
};
