import { AUTHENTICITY_BODIES } from './bodies-authenticity.js';
import { CRYPTO_BODIES } from './bodies-crypto.js';
import { PACKET_BODIES } from './bodies-packets.js';
import { SYSTEM_BODIES } from './bodies-system.js';
import type { Body } from './types.js';

/** One body for each of the 23 messages. */
export const BODIES: readonly Body[] = [...AUTHENTICITY_BODIES, ...CRYPTO_BODIES, ...PACKET_BODIES, ...SYSTEM_BODIES];
