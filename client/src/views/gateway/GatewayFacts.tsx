import type { Gateway } from '@tunnelwatch/shared/tunnel';
import { Age } from '../../components/Age.js';
import { Fact, FactStrip } from '../../components/FactStrip.js';
import { formatCount } from '../../format/format-number.js';
import { formatDateTime, formatSkew } from '../../format/format-time.js';

/** A gateway in five facts. */
export function GatewayFacts({ gateway }: { readonly gateway: Gateway }) {
  const { lastArrival, silence, skewMs, members, tunnels, recentTotal, recent } = gateway;
  const replay = recent.replay ?? 0;
  const integrity = recent.integrity ?? 0;
  return (
    <FactStrip>
      <Fact
        name="Last line"
        note={lastArrival === null ? 'none arrived since this version runs' : formatDateTime(lastArrival)}
        isAlarming={silence !== null}
      >
        {lastArrival === null ? '–' : <Age at={lastArrival} suffix="ago" />}
      </Fact>
      <Fact
        name="Failures, last 60 minutes of data"
        note={`${formatCount(replay)} replay, ${formatCount(integrity)} integrity, ${formatCount(recentTotal - replay - integrity)} other`}
      >
        {formatCount(recentTotal)}
      </Fact>
      <Fact name="Tunnels" note="that its logs have named">
        {formatCount(tunnels)}
      </Fact>
      <Fact name="HA members" note={members.length === 0 ? 'its lines name none' : members.join(', ')}>
        {formatCount(members.length)}
      </Fact>
      <Fact name="Clock" note="its stamps against those of the receiver">
        {skewMs === null ? '–' : formatSkew(skewMs)}
      </Fact>
    </FactStrip>
  );
}
