import type { ApiSender } from '@tunnelwatch/shared/sender';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { Age } from '../time/Age.js';

/** Whether a sender is blocked, by whom, and what was discarded since. */
export function SenderState({ sender: { block, discarded, discardedAt } }: { readonly sender: ApiSender }) {
  const isSilent = discardedAt === null;
  if (block === null && isSilent) return <>Not blocked</>;
  return (
    <>
      {block === null ? (
        'Unblocked'
      ) : (
        <>
          <strong>Blocked</strong> by {block.by} <Age at={block.at} suffix="ago" />
          {block.comment === '' ? null : <>: {block.comment}</>}
        </>
      )}
      {isSilent ? null : (
        <>
          ; {formatCount(discarded)} datagrams and connections discarded, newest <Age at={discardedAt} suffix="ago" />
        </>
      )}
    </>
  );
}
