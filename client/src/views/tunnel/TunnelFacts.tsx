import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import { Age } from '../../components/Age.js';
import { Fact, FactStrip } from '../../components/FactStrip.js';
import { formatCount, formatRate } from '../../format/format-number.js';
import { formatDateTime } from '../../format/format-time.js';

/** A tunnel in five numbers. Counts are of failures that were logged and received: lower bounds. */
export function TunnelFacts({ tunnel }: { readonly tunnel: Tunnel }) {
  return (
    <FactStrip>
      <Fact name="Last failure" note={formatDateTime(tunnel.lastTime)}>
        <Age at={tunnel.lastTime} suffix="ago" />
      </Fact>
      <Fact name="Now" note="over the last 5 minutes">
        {formatRate(tunnel.perMinute)} <small>per minute</small>
      </Fact>
      <Fact name="Last 60 minutes" note={parts(tunnel)}>
        {formatCount(tunnel.recentTotal)}
      </Fact>
      <Fact name="All stored" note="at least: only drops are logged">
        {formatCount(tunnel.total)}
      </Fact>
      <Fact name="First failure" note={formatDateTime(tunnel.firstTime)}>
        <Age at={tunnel.firstTime} suffix="ago" />
      </Fact>
    </FactStrip>
  );
}

function parts({ recent, recentTotal }: Tunnel): string {
  const replay = recent.replay ?? 0;
  const integrity = recent.integrity ?? 0;
  const other = recentTotal - replay - integrity;
  return `${formatCount(replay)} replay, ${formatCount(integrity)} integrity, ${formatCount(other)} other`;
}
