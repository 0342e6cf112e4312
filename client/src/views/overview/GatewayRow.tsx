import { visibleText } from '@tunnelwatch/shared/visible-text';
import { FAILURES } from '@tunnelwatch/shared/failure-class';
import type { Gateway } from '@tunnelwatch/shared/tunnel';
import { memo } from 'react';
import { Link } from 'react-router';
import { Age } from '../../components/time/Age.js';
import { gatewayPath } from '../../components/tunnel/paths.js';
import { ClassCount } from '../../components/tunnel/ClassCount.js';
import { formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import { formatSkew } from '@tunnelwatch/shared/format-span';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import styles from './GatewaysPanel.module.css';

/** A clock that is off by more than this is worth a look. */
const SKEW_SHOWN_MS = MINUTE_MS;
const UNKNOWN = ['unknown'] as const;
const OTHERS = FAILURES.filter((name) => name !== 'replay' && name !== 'integrity');

/** One gateway. */
export const GatewayRow = memo(function GatewayRow({ gateway }: { readonly gateway: Gateway }) {
  const isSkewed = gateway.skewMs !== null && Math.abs(gateway.skewMs) > SKEW_SHOWN_MS;
  return (
    <tr>
      <th scope="row">
        <Link to={gatewayPath(gateway.gateway)}>{visibleText(gateway.gateway)}</Link>
      </th>
      <td>{gateway.members.length === 0 ? <span className={styles.faint}>–</span> : gateway.members.join(', ')}</td>
      <td className={gateway.silence === null ? undefined : styles.silent} title={silenceTitle(gateway)}>
        {/* By arrival alone: a time stamp says when something happened, and may lie in the future. */}
        {gateway.lastArrival === null ? (
          <Unknown title="No line received yet by this version" />
        ) : (
          <Age at={gateway.lastArrival} />
        )}
        {gateway.silence === null ? null : ' SILENT'}
      </td>
      <td className={isSkewed ? styles.skewed : undefined}>
        {gateway.skewMs === null ? <Unknown title="No line has carried both timestamps" /> : formatSkew(gateway.skewMs)}
      </td>
      <td>{formatCount(gateway.tunnels)}</td>
      <td>
        <ClassCount classes={['replay']} recent={gateway.recent} ever={gateway.counts} />
      </td>
      <td>
        <ClassCount classes={['integrity']} recent={gateway.recent} ever={gateway.counts} />
      </td>
      <td>
        <ClassCount classes={OTHERS} recent={gateway.recent} ever={gateway.counts} />
      </td>
      <td className={styles.all}>{formatCount(gateway.recentTotal)}</td>
      <td>
        <ClassCount classes={UNKNOWN} recent={gateway.recent} ever={gateway.counts} />
      </td>
    </tr>
  );
});

function silenceTitle({ silence }: Gateway): string | undefined {
  if (silence === null) return undefined;
  const perMinute = silence.usualLinesPerMinute;
  return perMinute < 1
    ? `Normally ${formatRate(perMinute * 60)} lines per hour`
    : `Normally ${formatRate(perMinute)} lines per minute`;
}

function Unknown({ title }: { readonly title: string }) {
  return (
    <span className={styles.faint} title={title}>
      –
    </span>
  );
}
