import type { Gateway } from '@tunnelwatch/shared/tunnel';
import { Age } from '../../components/time/Age.js';
import { Fact, FactStrip } from '../../components/layout/FactStrip.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatDateTime } from '../../format/format-time.js';
import { formatSkew } from '@tunnelwatch/shared/format-span';

/** A gateway in five figures. */
export function GatewayFacts({ gateway }: { readonly gateway: Gateway }) {
  const { lastArrival, silence, skewMs, activeMember, tunnels, recentTotal, recent } = gateway;
  const replay = recent.replay ?? 0;
  const integrity = recent.integrity ?? 0;
  return (
    <FactStrip>
      <Fact
        name="Last line"
        note={lastArrival === null ? 'none received yet by this version' : formatDateTime(lastArrival)}
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
      <Fact name="Tunnels" note="seen in its logs">
        {formatCount(tunnels)}
      </Fact>
      <Fact name="Logging HA member" note={memberNote(gateway)}>
        {activeMember ?? '–'}
      </Fact>
      <Fact name="Clock" note="gateway minus receiver">
        {skewMs === null ? '–' : formatSkew(skewMs)}
      </Fact>
    </FactStrip>
  );
}

/** The other members, and when the active one took over. */
function memberNote({ members, switchOvers, activeMember }: Gateway): string {
  const last = switchOvers.at(-1);
  if (members.length === 0) return 'not named in its lines';
  if (last !== undefined) return `took over from ${last.from} on ${formatDateTime(last.at)}`;
  const others = members.filter((member) => member !== activeMember);
  return others.length === 0 ? 'no other member seen' : `others: ${others.join(', ')}; no switch-over seen`;
}
