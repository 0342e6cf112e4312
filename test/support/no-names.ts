import type { Naming } from '@tunnelwatch/server/core/inventory/shown';

/** An inventory that has no entry. */
export const NO_NAMES: Naming = { nameOf: () => null, tunnelName: () => null };
