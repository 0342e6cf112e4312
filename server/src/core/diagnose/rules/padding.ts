import { makeVerdict, written } from '../make-verdict.js';
import type { TunnelRule } from './rule.js';

/** Bad padding and no other decryption failure: the two ends pad in different ways. */
export const padding: TunnelRule = ({ counts, recent, settings }) => {
  const bad = counts.of(604);
  const other = counts.of(464, 606, 254, 135);
  if (bad < settings.ruleDrops || other > bad * settings.strayShare) return undefined;
  return makeVerdict('padding', {
    settings,
    explained: bad,
    of: counts.events,
    messageIds: [604],
    evidence: [
      {
        text: `${written(bad)} packets with bad padding, and ${other === 0 ? 'no' : written(other)} other decryption failures`,
        events: recent.newest((_kind, id) => id === 604),
      },
    ],
  });
};
