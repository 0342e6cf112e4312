import { formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import type { ShownTunnel } from '@tunnelwatch/shared/tunnel';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { Link } from 'react-router';
import { VerdictTag } from '../../components/diagnosis/VerdictTag.js';
import { FAILURE_COLUMNS, RECENT } from '../../components/table/failure-columns.js';
import { useRowTab } from '../../components/table/row-tab.js';
import type { TableColumn } from '../../components/table/table-columns.js';
import { Age } from '../../components/time/Age.js';
import { CalledSo } from '../../components/tunnel/TunnelName.js';
import { tunnelPath } from '../../components/tunnel/paths.js';
import { MixBar } from './MixBar.js';
import type { TunnelSort } from './tunnel-sort.js';
import styles from './TunnelTable.module.css';

/** The columns of the list of tunnels. */
export const TUNNEL_COLUMNS: readonly TableColumn<ShownTunnel, TunnelSort>[] = [
  {
    id: 'gateway',
    title: 'Gateway',
    sort: 'gateway',
    width: 'minmax(6rem, 13rem)',
    cell: ({ gateway }) => <span className={styles.soft}>{visibleText(gateway)}</span>,
  },
  {
    id: 'matchkey',
    title: 'Matchkey',
    sort: 'matchkey',
    width: 'minmax(8rem, 1.1fr)',
    isFixed: true,
    cell: (tunnel) => <TunnelLink tunnel={tunnel} />,
  },
  {
    id: 'last',
    title: 'Last seen',
    sort: 'last',
    width: '6.5rem',
    isNumber: true,
    cell: ({ lastTime }) => <Age at={lastTime} suffix="ago" />,
  },
  {
    id: 'mix',
    title: 'Mix',
    hint: `Share of replay, integrity and other failures ${RECENT}`,
    width: 'minmax(4rem, 1fr)',
    yields: 4,
    cell: (tunnel) => <MixBar tunnel={tunnel} />,
  },
  ...FAILURE_COLUMNS,
  {
    id: 'rate',
    title: 'Per min',
    hint: 'Failures per minute over the last 5 minutes',
    width: '4.75rem',
    isNumber: true,
    yields: 3,
    cell: ({ perMinute }) => formatRate(perMinute),
  },
  {
    id: 'total',
    title: 'All stored',
    sort: 'total',
    width: '6.5rem',
    isNumber: true,
    yields: 5,
    cell: ({ total }) => formatCount(total),
  },
  {
    id: 'first',
    title: 'First seen',
    sort: 'first',
    width: '7rem',
    isNumber: true,
    yields: 6,
    cell: ({ firstTime }) => (
      <span className={styles.soft}>
        <Age at={firstTime} suffix="ago" />
      </span>
    ),
  },
];

/** The name of a tunnel; its link covers the whole row. */
export function TunnelLink({ tunnel: { gateway, matchkey, inventory, verdict } }: { readonly tunnel: ShownTunnel }) {
  const tabIndex = useRowTab();
  return (
    <span className={styles.matchkey}>
      <Link to={tunnelPath(gateway, matchkey)} className={styles.link} tabIndex={tabIndex}>
        <CalledSo inventory={inventory} />
        <span className={inventory === null ? undefined : styles.quiet}>
          {matchkey === '' ? '(empty)' : visibleText(matchkey)}
        </span>
      </Link>{' '}
      <VerdictTag verdict={verdict} />
    </span>
  );
}
