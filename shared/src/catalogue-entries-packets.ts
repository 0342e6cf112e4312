import type { CatalogueEntry } from './catalogue.js';

const ECN_NOTE =
  '766 and 768 share this text; only the id tells them apart, and in a line without an id the parameter new, which only 766 has.';

/**
 * Malformed packets, reassembly and ECN (reference guide, section 2.26). The facts are the guide's;
 * explanation and proposed action say the same in our words.
 */
export const PACKET_ENTRIES: readonly CatalogueEntry[] = [
  {
    id: 264,
    message: 'Packet too small.',
    categories: ['IPSEC'],
    severity: 'notice',
    parameters: ['seqno', 'iplen', 'paylen', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation: 'The received packet was too short to be a valid ESP, AH or IPComp packet.',
    proposedAction: null,
    ourAdvice:
      'A few of these can wait until the morning. If they go on, look for 487 and a few 611 on the same gateway, which are consistent with packets damaged on the way or badly reassembled (check the MTU), and capture the traffic to see who sends the short packets.',
    note: null,
    failureClass: 'malformed',
    isLatching: false,
    priority: 'low',
    section: '2.26.19',
    origin: 'builtin',
  },
  {
    id: 135,
    message: 'Payload too small.',
    categories: ['IPSEC'],
    severity: 'notice',
    parameters: ['seqno', 'nexthdr', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation: 'The received packet was too short to hold the next layer protocol that it specifies.',
    proposedAction: null,
    ourAdvice:
      'Look for 464, 604 and 606 on the same tunnel: together and without 611 they are consistent with an encryption key or algorithm that differs, so compare the settings of both ends. A few on their own can wait until the morning.',
    note: null,
    failureClass: 'malformed',
    isLatching: false,
    priority: 'low',
    section: '2.26.20',
    origin: 'builtin',
  },
  {
    id: 413,
    message: 'Failed to allocate reassembly buffer.',
    categories: ['IPSEC', 'FRAG'],
    severity: 'notice',
    parameters: ['seqno', 'pktlen', 'pkt'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation:
      'The packet came in fragments. It could not be put together again, because no buffer was free to hold the whole.',
    proposedAction: null,
    ourAdvice:
      'Look for 632 or 633 shortly before: then memory is the root cause, so follow the action of those. Otherwise lower the MTU of the tunnels, so that fewer packets arrive in fragments and need a buffer.',
    note: null,
    failureClass: 'reassembly',
    isLatching: false,
    priority: 'medium',
    section: '2.26.13',
    origin: 'builtin',
  },
  {
    id: 133,
    message: 'Reassembled packet exceeds allowed size.',
    categories: ['IPSEC', 'FRAG'],
    severity: 'notice',
    parameters: ['seqno', 'pktlen', 'pkt'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation:
      'The packet came in fragments. It could not be put together again, because it was larger than the maximum allowed; see FragSettings:LocalReass_MaxSize.',
    proposedAction: null,
    ourAdvice:
      'Compare pktlen with FragSettings:LocalReass_MaxSize. If packets of that size are legitimate, raise the setting; otherwise lower the MTU of the tunnel.',
    note: null,
    failureClass: 'reassembly',
    isLatching: false,
    priority: 'medium',
    section: '2.26.14',
    origin: 'builtin',
  },
  {
    id: 487,
    message: 'Failed to reassemble packet.',
    categories: ['IPSEC', 'FRAG'],
    severity: 'notice',
    parameters: ['seqno', 'pktlen', 'pkt'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation: 'The packet came in fragments that could not be put together again.',
    proposedAction: null,
    ourAdvice:
      'Look for 413 (no buffer), 133 (too large) and 579 on the same gateway: they tell which limit was met, FragSettings:LocalReass_MaxSize among them. Lowering the MTU of the tunnel avoids the fragments altogether.',
    note: null,
    failureClass: 'reassembly',
    isLatching: false,
    priority: 'medium',
    section: '2.26.15',
    origin: 'builtin',
  },
  {
    id: 768,
    message: 'ECN codepoint mismatch.',
    categories: ['IPSEC'],
    severity: 'warning',
    parameters: ['seqno', 'outer', 'inner', 'matchkey'],
    gatewayAction: 'drop',
    actionDescription: null,
    explanation:
      'The inner and the outer IP header carried ECN codepoints that do not match. The gateway dropped the packet to indicate congestion.',
    proposedAction: null,
    ourAdvice:
      'Read outer and inner (0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE): an outer 3 over an inner 0 is congestion marked on the path, so look for a full link between the gateways. Other pairs point at a device on the path that rewrites the ECN bits. Unlike with 766, these packets are lost.',
    note: ECN_NOTE,
    failureClass: 'ecn',
    isLatching: false,
    priority: 'low',
    section: '2.26.8',
    origin: 'builtin',
  },
  {
    id: 766,
    message: 'ECN codepoint mismatch.',
    categories: ['IPSEC'],
    severity: 'notice',
    parameters: ['seqno', 'outer', 'inner', 'new', 'matchkey'],
    gatewayAction: 'adjust',
    actionDescription: null,
    explanation:
      'The inner and the outer IP header carried ECN codepoints that do not match. The gateway settled the conflict by means of new.',
    proposedAction: null,
    ourAdvice:
      'The packet was not dropped, so nothing has to be done tonight. If it keeps coming, compare outer, inner and new (0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE) and look for a device on the path that rewrites the ECN bits; if 768 appears too, packets are being lost.',
    note: ECN_NOTE,
    failureClass: 'ecn',
    isLatching: false,
    priority: 'low',
    section: '2.26.9',
    origin: 'builtin',
  },
];
