import { formatCount } from '@tunnelwatch/shared/format-number';
import { aliasSetting, type Namesakes } from '@tunnelwatch/shared/namesakes';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { Link } from 'react-router';
import { RawLine } from '../../components/event/RawLine.js';
import { Panel } from '../../components/layout/Panel.js';
import { gatewayPath } from '../../components/tunnel/paths.js';
import type { RoomParts } from '../../live/room-state.js';
import styles from './GatewayNamesakes.module.css';

/** Gateways that may be one, with the setting that joins them, and those that look alike; nothing where there are none. */
export function GatewayNamesakes({ list }: { readonly list: RoomParts['namesakes'] }) {
  if (list === null) return null;
  const rest = list.notShown > 0 ? `${formatCount(list.notShown)} more not shown` : undefined;
  const lookAlikes = list.groups.filter(({ isLookAlike }) => isLookAlike);
  const same = list.groups.filter(({ isLookAlike }) => !isLookAlike);
  return (
    <>
      {lookAlikes.length > 0 && (
        <Panel title="Gateways that look alike" className={styles.panel} aside={same.length === 0 ? rest : undefined}>
          <p className={styles.note}>
            Their names differ in letters that look the same. Somebody may pass for a gateway of yours: see under
            Senders who sends each name.
          </p>
          <ul className={styles.groups}>
            {lookAlikes.map((group) => (
              <li key={group.gateway}>
                <Names group={group} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {same.length > 0 && (
        <Panel
          title="Gateways of the same name"
          className={styles.panel}
          aside={rest ?? 'They differ only in case or domain'}
        >
          <p className={styles.note}>
            If they are one gateway, add this to the configuration and restart: history, alerts and names are joined. If
            they are different gateways, there is nothing to do.
          </p>
          <ul className={styles.groups}>
            {same.map((group) => (
              <li key={group.gateway}>
                <Names group={group} />
                <RawLine text={aliasSetting(group)} what={`setting that joins ${group.gateway}`} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function Names({ group }: { readonly group: Namesakes }) {
  return (
    <span className={styles.names}>
      {[group.gateway, ...group.others].map((name) => (
        <Link key={name} to={gatewayPath(name)}>
          {visibleText(name)}
        </Link>
      ))}
    </span>
  );
}
