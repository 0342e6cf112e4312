import { causeIncident } from '../cause-incident.js';
import type { IncidentFactory } from '../incident.js';
import { encryptionKey, integrityKey, padding } from '../packets/causes/keys.js';

const KINDS = [integrityKey, encryptionKey, padding] as const;
const SHARED = { cause: 'configuration-change', verdict: 'configuration-change' } as const;

/**
 * A tunnel came up with a key, an algorithm or a padding that the peer does not have: from the first packet on, all of them
 * fail. Either each of some tunnels has its own, or a profile was changed and several tunnels of one gateway have the same.
 */
export const createKeyMismatch: IncidentFactory = (context) => {
  const { random, world } = context;
  const kinds = random.shuffle(KINDS);
  const isShared = random.chance(0.3);
  return causeIncident(context, {
    causes: isShared ? kinds.slice(0, 1) : kinds,
    tunnels: isShared ? random.integer(3, 4) : 3,
    lengthMs: random.between(60_000, 150_000),
    ...(isShared ? { sharedBy: { gateway: random.pick(world.gateways), ...SHARED } } : {}),
  });
};

/** A single tunnel whose encryption keys differ. */
export const createLoneKeyMismatch: IncidentFactory = (context) =>
  causeIncident(context, {
    causes: [encryptionKey],
    tunnels: 1,
    lengthMs: context.random.between(60_000, 150_000),
  });
