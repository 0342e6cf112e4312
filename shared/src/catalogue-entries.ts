import { AUTHENTICITY_ENTRIES } from './catalogue-entries-authenticity.js';
import { CRYPTO_ENTRIES } from './catalogue-entries-crypto.js';
import { PACKET_ENTRIES } from './catalogue-entries-packets.js';
import { SYSTEM_ENTRIES } from './catalogue-entries-system.js';
import type { CatalogueEntry } from './catalogue.js';

/**
 * The 23 IPSEC messages of the gateway's log reference guide (section 2.26), sorted by id. The category has more
 * messages than these: an id that is missing here is normal and is stored as unknown.
 */
export const BUILTIN_CATALOGUE: readonly CatalogueEntry[] = [
  ...AUTHENTICITY_ENTRIES,
  ...CRYPTO_ENTRIES,
  ...PACKET_ENTRIES,
  ...SYSTEM_ENTRIES,
].toSorted((a, b) => a.id - b.id);
