import type { Verdict } from '@tunnelwatch/shared/diagnosis';
import type { TunnelFacts, TunnelRule } from './facts.js';
import { written } from './make-verdict.js';
import { buffering } from './rules/buffering.js';
import { corruption } from './rules/corruption.js';
import { cryptoHardware } from './rules/crypto-hardware.js';
import { duplication } from './rules/duplication.js';
import { encryptionKey } from './rules/encryption-key.js';
import { forged } from './rules/forged.js';
import { integrityKey } from './rules/integrity-key.js';
import { padding } from './rules/padding.js';
import { esnLateness } from './rules/esn-lateness.js';
import { peerReset } from './rules/peer-reset.js';
import { peerSwitchOver } from './rules/peer-switch-over.js';
import { reordering } from './rules/reordering.js';
import { replay } from './rules/replay.js';
import { severalSenders } from './rules/several-senders.js';

/** A possible attack: named first, however few its packets are among those of a harmless cause. */
const ALARMING: readonly TunnelRule[] = [forged, replay];
/** The others: the one that explains most comes first, and among equals the one listed first here. */
const USUAL: readonly TunnelRule[] = [
  peerReset,
  peerSwitchOver,
  severalSenders,
  duplication,
  reordering,
  buffering,
  esnLateness,
  integrityKey,
  corruption,
  encryptionKey,
  padding,
  cryptoHardware,
];

/**
 * What the drops of a tunnel are consistent with, the likeliest first. Returns "undetermined" rather than a wrong verdict
 * when the drops are few, or when nothing explains enough of them.
 */
export function diagnoseTunnel(facts: TunnelFacts): Verdict[] {
  const { counts, settings } = facts;
  if (counts.events < settings.leastDrops) {
    return [
      undetermined(
        counts.events === 1
          ? '1 drop is too few for a verdict'
          : `${written(counts.events)} drops are too few for a verdict`,
      ),
    ];
  }
  const alarming = judged(ALARMING, facts).filter(({ confidence }) => confidence !== 'low');
  const usual = judged(USUAL, facts).toSorted((a, b) => b.share - a.share);
  // Random numbers are late by any time: forged numbers are not recorded ones.
  const isForged = alarming.some(({ name }) => name === 'forged');
  const suspected = isForged ? alarming.filter(({ name }) => name === 'forged') : alarming;
  const fitting = usual.filter(({ share }) => share >= settings.leastShare);
  const rest = usual.filter(({ share }) => share < settings.leastShare && share >= settings.strayShare);
  const doubt = isForged ? undefined : doubtOfEdge(facts);
  if (doubt !== undefined) return [undetermined(doubt), ...suspected, ...fitting, ...rest];
  if (suspected.length + fitting.length > 0) return [...suspected, ...fitting, ...rest];
  return [undetermined(whyNone(facts)), ...rest];
}

function whyNone({ counts, undecided, settings }: TunnelFacts): string {
  if (undecided < counts.events * settings.leastShare) return 'no cause explains enough of the drops';
  return (
    `${written(undecided)} late packets belong to a counter that is still advancing: another sender if it does so for ` +
    `${String(settings.senderSeconds)} s, a recording that is sent again if it stops before`
  );
}

/** Why there is no verdict until it is known which edge windowbase names. */
function doubtOfEdge({ counts, edge, settings }: TunnelFacts): string | undefined {
  if (edge === 'contradiction') return 'drops lie beyond the window, whichever edge windowbase names';
  if (edge !== 'undetermined' || counts.atBase < counts.events * settings.doubtShare) return undefined;
  return (
    `${written(counts.atBase)} packets are at windowbase or just below it: duplicates if it names the right edge of ` +
    'the window, slightly late packets if it names the left one'
  );
}

function judged(rules: readonly TunnelRule[], facts: TunnelFacts): Verdict[] {
  return rules.flatMap((rule) => rule(facts) ?? []);
}

function undetermined(text: string): Verdict {
  return { name: 'undetermined', confidence: 'low', share: 0, evidence: [{ text, events: [] }], messageIds: [] };
}
