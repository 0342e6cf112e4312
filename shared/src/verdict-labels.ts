import type { VerdictName } from './diagnosis.js';

interface VerdictLabels {
  /** One or two words, for lists. */
  short: string;
  /** A few words, as a heading. */
  title: string;
  /** What the drops are consistent with, to follow those words. */
  cause: string;
  /** What we would do: ours, not the vendor's. */
  advice: string;
}

/** The words for each verdict, for screens and messages alike. */
export const VERDICT_LABELS: Readonly<Record<VerdictName, VerdictLabels>> = {
  forged: {
    short: 'forged?',
    title: 'Forged packets',
    cause: 'packets that somebody without the key makes up',
    advice:
      'Tell those who look after security, with the sender of the packets from a capture. The gateway drops them all; what they cost is its time.',
  },
  replay: {
    short: 'replay?',
    title: 'Suspected replay',
    cause: 'recorded packets that are sent again',
    advice:
      'Tell those who look after security. The gateway has dropped the packets; find out where on the path they enter. A larger window does not help and should wait.',
  },
  'peer-reset': {
    short: 'peer reset',
    title: 'Peer counts anew',
    cause: 'a peer that has begun to count from 1 in the old SA, as after a restart',
    advice: 'Clear the SA and connect anew: until then no packet of the peer passes.',
  },
  duplication: {
    short: 'doubled',
    title: 'Packets doubled on the path',
    cause: 'packets that are doubled on the path',
    advice:
      'Look at the link that these tunnels share: a LAG, a mirror port, a loop, or both members of an HA pair that forward.',
  },
  reordering: {
    short: 'reordering',
    title: 'Reordering on the path',
    cause: 'packets that overtake each other on the path (QoS, several links, several cores)',
    advice: 'Raise the anti-replay window; a changed window applies to newly negotiated SAs, so rekey afterwards.',
  },
  buffering: {
    short: 'buffering',
    title: 'Heavy buffering or an asymmetric path',
    cause: 'a queue that holds packets for long, or a second path that is far longer',
    advice: 'Mend the path, or set priorities before encryption. A larger window is not the answer.',
  },
  'integrity-key': {
    short: 'integrity key',
    title: 'Integrity key or algorithm differs',
    cause: 'ends whose keys or algorithms of integrity differ',
    advice: 'Compare algorithm and key of integrity at both ends, then rekey: nearly no packet passes as it is.',
  },
  corruption: {
    short: 'damage',
    title: 'Packets damaged in transit',
    cause: 'packets that are damaged on the way, or put together wrongly from fragments',
    advice: 'Look at the errors of the interfaces on the path, at messages 413, 133, 487 and 606, and at the MTU.',
  },
  'encryption-key': {
    short: 'encryption key',
    title: 'Encryption key or algorithm differs',
    cause: 'ends whose keys or algorithms of encryption differ',
    advice: 'Compare algorithm and key of encryption at both ends, then rekey: no packet makes sense as it is.',
  },
  padding: {
    short: 'padding',
    title: 'Padding type differs',
    cause: 'ends that pad packets in different ways',
    advice: 'Set the same type of padding at both ends.',
  },
  'crypto-hardware': {
    short: 'crypto hardware',
    title: 'Crypto hardware congested',
    cause: 'crypto hardware of the gateway that cannot keep up',
    advice: 'Compare the traffic with the capacity of the gateway, and move tunnels or add capacity.',
  },
  'common-path': {
    short: 'common path',
    title: 'Common cause on the path',
    cause: 'one cause on the part of the path that these tunnels share',
    advice: 'Look at what the tunnels share: an uplink, a provider, a switch, a queue. One cause, one mend.',
  },
  'configuration-change': {
    short: 'configuration',
    title: 'Configuration changed',
    cause: 'a change of the configuration, here or at the peers, that took keys, algorithms or padding apart',
    advice: 'Look for what was changed at that time, and take it back or carry it through at the other end.',
  },
  'ha-switch-over': {
    short: 'switch-over',
    title: 'HA switch-over',
    cause: 'a switch-over of the HA pair, after which tunnels go on with new SAs or old counters',
    advice:
      'Find out why the member before went. Check that both members keep SAs, sequence numbers and anti-replay state in step; have peers connect anew whose tunnels do not recover.',
  },
  fragmentation: {
    short: 'fragments',
    title: 'Fragments cannot be put together',
    cause: 'packets that arrive in fragments and are too large, incomplete or too many',
    advice:
      'Lower the MTU of the tunnels so that packets are not fragmented; see FragSettings:LocalReass_MaxSize for the largest packet that is put together.',
  },
  memory: {
    short: 'memory',
    title: 'Memory is the root cause',
    cause: 'a gateway that runs out of memory',
    advice: 'Follow what the vendor proposes for messages 632 and 633 first: other failures follow from it.',
  },
  undetermined: {
    short: 'undetermined',
    title: 'Undetermined',
    cause: 'nothing that can be told yet',
    advice: 'Wait for more drops, or look at the events themselves.',
  },
};
