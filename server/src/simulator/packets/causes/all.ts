import type { TellingCause } from '../cause.js';
import { duplication } from './copies.js';
import { cryptoCongestion } from './crypto-congestion.js';
import { corruption, forged } from './damage.js';
import { encryptionKey, integrityKey, padding } from './keys.js';
import { buffering, esnLateness, reordering } from './late.js';
import { peerReset } from './peer-reset.js';
import { peerSwitchOver } from './peer-switch-over.js';
import { replayAttack } from './replay.js';
import { severalSenders } from './senders.js';

/** Everything that can be wrong with the packets of a tunnel and that its drops tell. */
export const PACKET_CAUSES: readonly TellingCause[] = [
  reordering,
  buffering,
  replayAttack,
  duplication,
  peerReset,
  integrityKey,
  encryptionKey,
  padding,
  corruption,
  forged,
  cryptoCongestion,
  esnLateness,
  severalSenders,
  peerSwitchOver,
];
