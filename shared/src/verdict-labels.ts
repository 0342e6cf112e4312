import type { VerdictName } from './diagnosis.js';

interface VerdictLabels {
  /** One or two words, for lists. */
  short: string;
  /** A few words, as a heading. */
  title: string;
  /** What the drops are consistent with, to follow those words. */
  cause: string;
  /** Tunnelwatch's advice, not the vendor's. */
  advice: string;
}

/** The labels and texts of each verdict, for screens and messages alike. */
export const VERDICT_LABELS: Readonly<Record<VerdictName, VerdictLabels>> = {
  forged: {
    short: 'forged?',
    title: 'Forged packets',
    cause: 'packets made up by someone without the key',
    advice:
      'Inform your security team, and find the sender of the packets with a packet capture. The gateway drops them all; they only cost CPU time.',
  },
  replay: {
    short: 'replay?',
    title: 'Suspected replay',
    cause: 'recorded packets that are sent again',
    advice:
      'Inform your security team. The gateway dropped the packets; find out where on the path they enter. Do not enlarge the window: it does not help.',
  },
  'peer-reset': {
    short: 'peer reset',
    title: 'Peer restarted its counter',
    cause: 'a peer that restarted its counter at 1 in the old SA, as after a reboot',
    advice: 'Clear the SA and reconnect: until then no packet from the peer passes.',
  },
  'peer-switch-over': {
    short: 'peer HA',
    title: 'Peer continues with an old counter',
    cause: 'a peer whose HA member took over with an old counter',
    advice:
      'Wait until its numbers reach the window, or clear the SA and reconnect if that takes too long: no packet from the peer passes until then. Check that the members of the peer synchronize their sequence numbers.',
  },
  'several-senders': {
    short: 'senders?',
    title: 'Several senders use one SA',
    cause: 'several senders behind one SA, each with a sequence counter of its own (anycast, load balancing)',
    advice:
      'Give each sender an SA of its own, or balance the load per flow before encryption, not after it. Disable anti-replay on this SA only if neither is possible: no window fits several counters. If you know that there is only one sender, inform your security team: a long recording looks the same.',
  },
  duplication: {
    short: 'duplicated',
    title: 'Packets duplicated on the path',
    cause: 'packets that are duplicated on the path',
    advice:
      'Check the link that these tunnels share for a LAG, a mirror port, a loop, or two HA members that both forward.',
  },
  reordering: {
    short: 'reordering',
    title: 'Reordering on the path',
    cause: 'packets that overtake each other on the path (QoS, parallel links, multiple cores)',
    advice: 'Increase the anti-replay window, then rekey: a changed window applies to new SAs only.',
  },
  buffering: {
    short: 'buffering',
    title: 'Heavy buffering or an asymmetric path',
    cause: 'a queue that holds packets for a long time, or a second path that is much longer',
    advice: 'Fix the path, or prioritize traffic before encryption. A larger window does not help.',
  },
  'esn-lateness': {
    short: 'late (ESN)',
    title: 'Late packets, with extended sequence numbers',
    cause: 'packets that arrive below the window: with extended sequence numbers they fail the integrity check',
    advice:
      'The packets are neither damaged nor forged. If they are late by less than half a second, increase the anti-replay window, then rekey; otherwise fix the path, or prioritize traffic before encryption.',
  },
  'integrity-key': {
    short: 'integrity key',
    title: 'Integrity key or algorithm differs',
    cause: 'ends with different integrity keys or algorithms',
    advice: 'Compare the integrity algorithm and key at both ends, then rekey: almost no packet passes until then.',
  },
  corruption: {
    short: 'corruption',
    title: 'Packets damaged in transit',
    cause: 'packets that are damaged in transit, or reassembled wrongly from fragments',
    advice: 'Check interface errors on the path, messages 413, 133, 487 and 606, and the MTU.',
  },
  'encryption-key': {
    short: 'encryption key',
    title: 'Encryption key or algorithm differs',
    cause: 'ends with different encryption keys or algorithms',
    advice: 'Compare the encryption algorithm and key at both ends, then rekey: no packet can be decrypted until then.',
  },
  padding: {
    short: 'padding',
    title: 'Padding type differs',
    cause: 'ends that use different padding types',
    advice: 'Use the same padding type at both ends.',
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
    advice: 'Check what the tunnels share: an uplink, a provider, a switch, a queue. Fixing it fixes them all.',
  },
  'configuration-change': {
    short: 'configuration',
    title: 'Configuration changed',
    cause: 'a configuration change, here or at the peers, after which keys, algorithms or padding no longer match',
    advice: 'Find out what was changed at that time. Revert it, or apply it at the other end too.',
  },
  'ha-switch-over': {
    short: 'switch-over',
    title: 'HA switch-over',
    cause: 'an HA switch-over, after which tunnels continue with new SAs or old counters',
    advice:
      'Find out why the previous member failed. Check that both members synchronize SAs, sequence numbers and anti-replay state; reconnect the peers of tunnels that do not recover.',
  },
  fragmentation: {
    short: 'fragments',
    title: 'Fragments cannot be reassembled',
    cause: 'packets that arrive in fragments and are too large, incomplete or too many',
    advice:
      'Lower the MTU of the tunnels so that packets are not fragmented; FragSettings:LocalReass_MaxSize limits the size of reassembled packets.',
  },
  memory: {
    short: 'memory',
    title: 'Low memory is the root cause',
    cause: 'a gateway that runs out of memory',
    advice: 'Follow the vendor’s recommendations for messages 632 and 633 first: the other failures result from this.',
  },
  undetermined: {
    short: 'undetermined',
    title: 'Undetermined',
    cause: 'no known cause yet',
    advice: 'Wait for more drops, or look at the events themselves.',
  },
};
