import type { NumberAxis } from '@tunnelwatch/shared/number-axis';
import type { Ends } from './plot/plot-host.js';

/** Room above and below the numbers, so that no mark is clipped. */
const MARGIN = 0.05;

/** The ends of an axis of sequence numbers, relative to its base if it has one. */
export function endsOf({ base, least, most }: NumberAxis): Ends {
  const margin = Math.max(1, (most - least) * MARGIN);
  return [base === 0n ? Math.max(0, least - margin) : least - margin, most + margin];
}
