import type { CatalogueEntry } from './catalogue.js';

const CHECK_ENCRYPTION_KEYS =
  'Where keys are set by hand, make sure that both ends have the same encryption algorithm and the same key.';

const CONGESTION_ADVICE =
  'on two or more tunnels at once it is consistent with congested crypto hardware, so treat it as one problem of the gateway: check its load, move or limit traffic, and plan for more capacity.';

/**
 * Decryption and encryption messages (reference guide, section 2.26). The facts are the guide's;
 * explanation and proposed action say the same in our words.
 */
export const CRYPTO_ENTRIES: readonly CatalogueEntry[] = [
  {
    id: 282,
    message: 'Decryption failed.',
    categories: ['IPSEC'],
    severity: 'notice',
    parameters: ['seqno', 'datalen', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation:
      'It was not possible to decrypt the received packet; congestion of the hardware is one example of a cause.',
    proposedAction: null,
    ourAdvice: `Look for 572 and 1057 at the same minute: together ${CONGESTION_ADVICE} On one tunnel alone, look for 464, 604 and 606 beside it, which are consistent with an encryption key or algorithm that differs.`,
    note: null,
    failureClass: 'decryption',
    isLatching: false,
    priority: 'medium',
    section: '2.26.7',
    origin: 'builtin',
  },
  {
    id: 606,
    message: 'Bad ciphertext length.',
    categories: ['IPSEC'],
    severity: 'notice',
    parameters: ['seqno', 'iplen', 'paylen', 'datalen', 'blklen', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation:
      'Decrypting the received packet was impossible, because its encrypted data does not make up a whole number of cipher blocks.',
    proposedAction: CHECK_ENCRYPTION_KEYS,
    ourAdvice:
      'Together with 464 and 604 and without 611, it is consistent with an encryption key or algorithm that differs. With a few 611 beside it, look at 413, 133, 487 and the MTU instead: packets may be damaged on the way or badly reassembled.',
    note: null,
    failureClass: 'decryption',
    isLatching: false,
    priority: 'medium',
    section: '2.26.3',
    origin: 'builtin',
  },
  {
    id: 604,
    message: 'Bad padding.',
    categories: ['IPSEC'],
    severity: 'notice',
    parameters: ['seqno', 'datalen', 'padlen', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation:
      'The padding in the received packet was malformed. As a rule the packet was decrypted wrongly; it is also possible that the two ends do not use the same type of padding.',
    proposedAction: `${CHECK_ENCRYPTION_KEYS} Also make sure that both use the same type of padding.`,
    ourAdvice:
      'On its own, it is consistent with a padding type that differs; together with 464 and 606 and without 611, with an encryption key or algorithm that differs.',
    note: null,
    failureClass: 'decryption',
    isLatching: false,
    priority: 'medium',
    section: '2.26.6',
    origin: 'builtin',
  },
  {
    id: 464,
    message: 'Bad next header.',
    categories: ['IPSEC'],
    severity: 'notice',
    parameters: ['seqno', 'nexthdr', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation:
      'The next layer inside the packet was not the protocol that was expected. As a rule the packet was decrypted wrongly.',
    proposedAction: CHECK_ENCRYPTION_KEYS,
    ourAdvice:
      'Together with 604 and 606 and without 611, it is consistent with an encryption key or algorithm that differs.',
    note: null,
    failureClass: 'decryption',
    isLatching: false,
    priority: 'medium',
    section: '2.26.5',
    origin: 'builtin',
  },
  {
    id: 254,
    message: 'Bad IP version.',
    categories: ['IPSEC'],
    severity: 'notice',
    parameters: ['seqno', 'ipver', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation: 'The IP version of the packet is one that is not allowed.',
    proposedAction: null,
    ourAdvice:
      'Look for 464, 604 and 606 on the same tunnel: together and without 611 they are consistent with an encryption key or algorithm that differs, so compare the settings of both ends. On its own, compare ipver with what the peer is meant to send through this tunnel.',
    note: null,
    failureClass: 'decryption',
    isLatching: false,
    priority: 'medium',
    section: '2.26.4',
    origin: 'builtin',
  },
  {
    id: 572,
    message: 'Encryption failed.',
    categories: ['IPSEC'],
    severity: 'notice',
    parameters: ['seqno', 'datalen', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation: 'It was not possible to encrypt the packet; congestion of the hardware is one example of a cause.',
    proposedAction: null,
    ourAdvice: `This is traffic of our own side that never left. Look for 282 and 1057 at the same minute: together ${CONGESTION_ADVICE}`,
    note: null,
    failureClass: 'encryption',
    isLatching: false,
    priority: 'medium',
    section: '2.26.10',
    origin: 'builtin',
  },
  {
    id: 1057,
    message: 'Failed to generate IV.',
    categories: ['IPSEC'],
    severity: 'notice',
    parameters: ['seqno', 'len', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation:
      'It was not possible to produce an initialization vector for the packet; congestion of the hardware is one example of a cause.',
    proposedAction: null,
    ourAdvice: `This is traffic of our own side that never left. Look for 282 and 572 at the same minute: together ${CONGESTION_ADVICE}`,
    note: null,
    failureClass: 'encryption',
    isLatching: false,
    priority: 'medium',
    section: '2.26.11',
    origin: 'builtin',
  },
];
