import { visibleText } from '@tunnelwatch/shared/visible-text';
import { gatewayPath } from '../../components/tunnel/paths.js';
import { SKEW_TROUBLE_MS } from '@tunnelwatch/shared/source-trouble';
import type { Gateway } from '@tunnelwatch/shared/tunnel';
import { Link } from 'react-router';
import { Age } from '../../components/time/Age.js';
import { Panel } from '../../components/layout/Panel.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatSkew } from '@tunnelwatch/shared/format-span';
import type { RoomParts } from '../../live/room-state.js';
import styles from './GatewayClocks.module.css';
import { compareNames } from './list/source-list.js';

const MAX_SHOWN = 24;

/** The clocks of the gateways compared with their receiver's, the largest offset first. */
export function GatewayClocks({ list }: { readonly list: RoomParts['gateways'] }) {
  const gateways = byClock(list?.gateways ?? []);
  const notShown = Math.max(0, gateways.length - MAX_SHOWN) + (list?.notShown ?? 0);
  return (
    <Panel
      title="Gateway clocks"
      className={styles.panel}
      aside={
        notShown > 0
          ? `${formatCount(notShown)} more not shown`
          : 'Gateway minus receiver, from the newest line with both times'
      }
      isLoading={list === null}
      skeletonRem={6}
      empty={gateways.length > 0 ? null : <p>No gateways seen yet.</p>}
    >
      <ul className={styles.clocks}>
        {gateways.slice(0, MAX_SHOWN).map((gateway) => (
          <Clock key={gateway.gateway} gateway={gateway} />
        ))}
      </ul>
      {gateways.some(isOff) ? (
        <p className={styles.remedy}>
          A clock that is off by more than a minute puts events at the wrong time: configure NTP on the gateway and on
          the receiver.
        </p>
      ) : null}
    </Panel>
  );
}

function Clock({ gateway }: { readonly gateway: Gateway }) {
  const { skewMs } = gateway;
  return (
    <li>
      <Link to={gatewayPath(gateway.gateway)} className={styles.name} title={visibleText(gateway.gateway)}>
        {visibleText(gateway.gateway)}
      </Link>
      {skewMs === null ? (
        <span className={styles.unknown} title="No line has carried both timestamps">
          unknown
        </span>
      ) : (
        <span className={isOff(gateway) ? styles.off : undefined}>{formatSkew(skewMs)}</span>
      )}
      <span className={styles.age} title="Age of its newest line">
        <Age at={gateway.lastArrival} />
      </span>
    </li>
  );
}

function isOff({ skewMs }: Gateway): boolean {
  return skewMs !== null && Math.abs(skewMs) > SKEW_TROUBLE_MS;
}

function byClock(gateways: readonly Gateway[]): readonly Gateway[] {
  const off = ({ skewMs }: Gateway): number => (skewMs === null ? -1 : Math.abs(skewMs));
  return gateways.toSorted((a, b) => off(b) - off(a) || compareNames(a.gateway, b.gateway));
}
