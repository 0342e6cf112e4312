import { MESSAGE_ID } from '@tunnelwatch/shared/message-ids';
import { makeVerdict, written } from '../make-verdict.js';
import type { TunnelRule } from '../facts.js';

/** Duplicates close behind the original: a link, a mirror port, a loop or both members of an HA pair duplicate packets. */
export const duplication: TunnelRule = ({ counts, settings, recent }) => {
  const { copies, duplicate } = counts;
  if (copies < settings.ruleDrops || copies < duplicate * settings.signShare) return undefined;
  const events = recent.newest((kind) => kind === 'duplicate');
  return makeVerdict('duplication', {
    settings,
    explained: copies,
    of: counts.events,
    messageIds: [MESSAGE_ID.antiReplayFailed],
    evidence: [
      {
        text: `${written(copies)} packets were duplicates of ones received at most ${written(settings.copyDistance)} packets earlier`,
        events,
      },
    ],
  });
};
