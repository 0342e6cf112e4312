import type { CatalogueEntry } from './catalogue.js';

/**
 * Replay, integrity and sequence messages (reference guide, section 2.26). The facts are the guide's;
 * explanation and proposed action say the same in our words.
 */
export const AUTHENTICITY_ENTRIES: readonly CatalogueEntry[] = [
  {
    id: 278,
    message: 'Anti-replay check failed.',
    categories: ['IPSEC'],
    severity: 'notice',
    parameters: ['seqno', 'windowbase', 'windowsize', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation:
      'Either a packet with this sequence number has arrived before, or the number lies below the sliding window. The packet may only have been late, or a third party may have replayed it.',
    proposedAction: null,
    ourAdvice:
      'Divide the lag of the dropped packets by the packet rate of the SA: below 0.5 s is consistent with reordering, so enlarge the anti-replay window and rekey; from 0.5 to 2 s a larger window is no answer, so look for buffering, an asymmetric path, or QoS applied after encryption. Old numbers more than 2 s late in a burst, or the same number three times or more, are consistent with a replay: tell security. The same on many tunnels of one gateway within a minute points at the path that they share.',
    note: null,
    failureClass: 'replay',
    isLatching: false,
    priority: 'low',
    section: '2.26.2',
    origin: 'builtin',
  },
  {
    id: 611,
    message: 'Integrity check failed.',
    categories: ['IPSEC'],
    severity: 'notice',
    parameters: ['seqno', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation:
      'The integrity check value carried by the received packet differs from the one computed here. Possible reasons: the integrity key is not the same as that of the peer, the packet was altered on its way, or a third party sent it.',
    proposedAction:
      'Where keys are set by hand, make sure that both ends have the same integrity algorithm and the same integrity key.',
    ourAdvice:
      'Nearly every packet since the tunnel was first seen is consistent with a key or algorithm that differs; few failures with steadily growing numbers, with damage on the way or bad reassembly (look at 413, 133, 487, 606 and the MTU). Numbers from the whole range, or failures on many tunnels at once, are consistent with forged packets: tell security. Where extended sequence numbers are in use, late packets show up here and not as 278.',
    note: null,
    failureClass: 'integrity',
    isLatching: false,
    priority: 'medium',
    section: '2.26.12',
    origin: 'builtin',
  },
  {
    id: 339,
    message: 'Sequence number overflow.',
    categories: ['IPSEC'],
    severity: 'warning',
    parameters: ['seqno', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation: 'The gateway was about to send a packet with which the sequence number would have overflowed.',
    proposedAction: null,
    ourAdvice:
      'This SA can send nothing more until it is rekeyed: rekey it now, or clear it and let it reconnect. Then shorten the lifetime of the SA or turn on extended sequence numbers at both ends, because 2^32 packets last 119 h at 10,000 packets/s and only 72 min at 1 million packets/s.',
    note: null,
    failureClass: 'sequence',
    isLatching: false,
    priority: 'high',
    section: '2.26.23',
    origin: 'builtin',
  },
];
