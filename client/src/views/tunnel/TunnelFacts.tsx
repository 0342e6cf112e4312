import type { Status } from '@tunnelwatch/shared/protocol';
import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import { Age } from '../../components/time/Age.js';
import { Fact, FactStrip } from '../../components/layout/FactStrip.js';
import { formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import { formatDateTime } from '../../format/format-time.js';
import { useStatus } from '../../live/use-live.js';

/** A tunnel in five figures. Counts are of what was logged and received: lower bounds. */
export function TunnelFacts({ tunnel }: { readonly tunnel: Tunnel }) {
  return (
    <FactStrip>
      <Fact name="Last event" note={formatDateTime(tunnel.lastTime)}>
        <Age at={tunnel.lastTime} suffix="ago" />
      </Fact>
      <Fact {...rateNames(useStatus())}>
        {formatRate(tunnel.perMinute)} <small>per minute</small>
      </Fact>
      <Fact name="Failures, last 60 minutes of data" note={breakdown(tunnel)}>
        {formatCount(tunnel.recentTotal)}
      </Fact>
      <Fact name="All events stored" note={storedNote(tunnel)}>
        {formatCount(tunnel.total)}
      </Fact>
      <Fact name="First event" note={formatDateTime(tunnel.firstTime)}>
        <Age at={tunnel.firstTime} suffix="ago" />
      </Fact>
    </FactStrip>
  );
}

/** The reference time of the rate: the present, or the end of the data if that lies in the past. */
function rateNames(status: Status | null): { readonly name: string; readonly note: string } {
  if (status?.isPast !== true) return { name: 'Current failures', note: 'over the last 5 minutes' };
  return { name: 'Failures at end of data', note: `over 5 minutes up to ${formatDateTime(status.referenceTime)}` };
}

function breakdown({ recent, recentTotal }: Tunnel): string {
  const replay = recent.replay ?? 0;
  const integrity = recent.integrity ?? 0;
  // Unknown messages are not among the failures.
  const other = recentTotal - replay - integrity;
  return `${formatCount(replay)} replay, ${formatCount(integrity)} integrity, ${formatCount(other)} other`;
}

function storedNote({ counts }: Tunnel): string {
  const { unknown } = counts;
  return unknown === undefined
    ? 'lower bound: only drops are logged'
    : `${formatCount(unknown)} of them unknown messages`;
}
