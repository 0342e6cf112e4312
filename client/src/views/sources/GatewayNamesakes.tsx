import { formatCount } from '@tunnelwatch/shared/format-number';
import { aliasSetting, type Namesakes } from '@tunnelwatch/shared/namesakes';
import { Link } from 'react-router';
import { RawLine } from '../../components/event/RawLine.js';
import { Panel } from '../../components/layout/Panel.js';
import { gatewayPath } from '../../components/tunnel/paths.js';
import type { RoomParts } from '../../live/room-state.js';
import styles from './GatewayNamesakes.module.css';

/** Gateways that may be one, with the setting that joins them; nothing where there are none. */
export function GatewayNamesakes({ list }: { readonly list: RoomParts['namesakes'] }) {
  if (list === null || list.groups.length === 0) return null;
  return (
    <Panel
      title="Gateways of the same name"
      className={styles.panel}
      aside={list.notShown > 0 ? `${formatCount(list.notShown)} more not shown` : 'They differ only in case or domain'}
    >
      <p className={styles.note}>
        If they are one gateway, add this to the configuration and restart: history, alerts and names are joined. If
        they are different gateways, there is nothing to do.
      </p>
      <ul className={styles.groups}>
        {list.groups.map((group) => (
          <Group key={group.gateway} group={group} />
        ))}
      </ul>
    </Panel>
  );
}

function Group({ group }: { readonly group: Namesakes }) {
  const { gateway, others } = group;
  return (
    <li>
      <span className={styles.names}>
        {[gateway, ...others].map((name) => (
          <Link key={name} to={gatewayPath(name)}>
            {name}
          </Link>
        ))}
      </span>
      <RawLine text={aliasSetting(group)} what={`setting that joins ${gateway}`} />
    </li>
  );
}
