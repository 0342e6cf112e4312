import type { AlertClass } from './alert.js';
import type { EventClass } from './failure-class.js';

/** Labels of the classes of events and alerts. */
export const CLASS_LABEL: Readonly<Record<EventClass | AlertClass, string>> = {
  replay: 'Replay',
  integrity: 'Integrity',
  decryption: 'Decryption',
  encryption: 'Encryption',
  malformed: 'Malformed',
  reassembly: 'Reassembly',
  ecn: 'ECN',
  sequence: 'Sequence',
  routing: 'Routing',
  policy: 'Policy',
  memory: 'Memory',
  unknown: 'Unknown message',
  monitoring: 'Monitoring',
  other: 'Other category',
};
