import type { DropShare } from './diagnosis.js';
import { formatCount, formatShare } from './format-number.js';

/** What the share of dropped packets does not tell, for every place that shows it. */
export const DROP_SHARE_LIMITS =
  'The window counts the peer’s packets, also those that were lost before the gateway. Drops that did not reach the log are missing, so the share is a lower bound; old packets that arrive again increase it.';

/** How many of the peer's packets were dropped, in a sentence. */
export function dropShareText({ packets, dropped, duplicates, share }: DropShare): string {
  const of = `${formatCount(dropped)} of ${formatCount(packets)} packets of the peer were dropped (${formatShare(share, 1)})`;
  return duplicates === 0 ? of : `${of}, and ${formatCount(duplicates)} duplicates`;
}
