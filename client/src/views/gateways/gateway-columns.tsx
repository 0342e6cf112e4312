import type { GATEWAY_SORTS, GatewayPage } from '@tunnelwatch/shared/api';
import { formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import { formatSkew } from '@tunnelwatch/shared/format-span';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { Link } from 'react-router';
import { FAILURE_COLUMNS, RECENT } from '../../components/table/failure-columns.js';
import { useRowTab } from '../../components/table/row-tab.js';
import type { TableColumn } from '../../components/table/table-columns.js';
import { Age } from '../../components/time/Age.js';
import { ClassCount } from '../../components/tunnel/ClassCount.js';
import { gatewayPath } from '../../components/tunnel/paths.js';
import styles from './GatewaysPage.module.css';

export type GatewaySort = (typeof GATEWAY_SORTS)[number];
export type GatewayFacts = GatewayPage['items'][number];

/** A clock that is off by more than this is worth a look. */
const SKEW_SHOWN_MS = MINUTE_MS;
const UNKNOWN = ['unknown'] as const;

/** The columns of the list of gateways. */
export const GATEWAY_COLUMNS: readonly TableColumn<GatewayFacts, GatewaySort>[] = [
  {
    id: 'gateway',
    title: 'Gateway',
    sort: 'gateway',
    width: 'minmax(8rem, 1fr)',
    isFixed: true,
    cell: (gateway) => <GatewayLink gateway={gateway} />,
  },
  {
    id: 'members',
    title: 'HA members',
    width: 'minmax(6rem, 12rem)',
    yields: 3,
    cell: ({ members }) =>
      members.length === 0 ? <Unknown title="No member is named" /> : members.map(visibleText).join(', '),
  },
  {
    id: 'last',
    title: 'Last line',
    sort: 'last',
    width: '9rem',
    isNumber: true,
    cell: (gateway) => <LastLine gateway={gateway} />,
  },
  {
    id: 'clock',
    title: 'Clock',
    hint: 'The gateway’s clock compared with the receiver’s',
    width: '6rem',
    isNumber: true,
    yields: 4,
    cell: ({ skewMs }) =>
      skewMs === null ? (
        <Unknown title="No line has carried both timestamps" />
      ) : (
        <span className={Math.abs(skewMs) > SKEW_SHOWN_MS ? styles.caution : undefined}>{formatSkew(skewMs)}</span>
      ),
  },
  {
    id: 'tunnels',
    title: 'Tunnels',
    sort: 'tunnels',
    width: '5.5rem',
    isNumber: true,
    cell: ({ tunnels }) => formatCount(tunnels),
  },
  ...FAILURE_COLUMNS,
  {
    id: 'unknown',
    title: 'Unknown',
    hint: `Messages that the catalogue does not have, ${RECENT}`,
    width: '5.5rem',
    isNumber: true,
    yields: 5,
    cell: ({ recent, counts }) => <ClassCount classes={UNKNOWN} recent={recent} ever={counts} />,
  },
];

/** The name of a gateway; its link covers the whole row. */
export function GatewayLink({ gateway: { gateway } }: { readonly gateway: GatewayFacts }) {
  const tabIndex = useRowTab();
  return (
    <Link to={gatewayPath(gateway)} className={styles.link} tabIndex={tabIndex}>
      {visibleText(gateway)}
    </Link>
  );
}

/** By arrival alone: a time stamp says when something happened, and may lie in the future. */
export function LastLine({ gateway: { lastArrival, silence } }: { readonly gateway: GatewayFacts }) {
  if (lastArrival === null) return <Unknown title="No line received yet by this version" />;
  if (silence === null) return <Age at={lastArrival} suffix="ago" />;
  const usual = silence.usualLinesPerMinute;
  const often = usual < 1 ? `${formatRate(usual * 60)} lines per hour` : `${formatRate(usual)} lines per minute`;
  return (
    <span className={styles.caution} title={`Normally ${often}`}>
      <Age at={lastArrival} /> SILENT
    </span>
  );
}

function Unknown({ title }: { readonly title: string }) {
  return (
    <span className={styles.soft} title={title}>
      –
    </span>
  );
}
