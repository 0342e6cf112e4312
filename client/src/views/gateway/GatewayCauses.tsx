import type { ApiGateway } from '@tunnelwatch/shared/api';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { Link } from 'react-router';
import { Panel } from '../../components/layout/Panel.js';
import { Room } from '../../components/layout/Room.js';
import { Time } from '../../components/time/Time.js';
import { CalledSo } from '../../components/tunnel/TunnelName.js';
import { tunnelPath } from '../../components/tunnel/paths.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatDateTime } from '../../format/format-time.js';
import styles from './GatewayView.module.css';
import type { Verdict } from '@tunnelwatch/shared/diagnosis';

interface GatewayCausesProps {
  readonly name: string;
  readonly gateway: ApiGateway;
}

/** The tunnels of a gateway by what their drops are consistent with. */
export function GatewayCauses({ name, gateway: { gateway, groups, over, failing, examined } }: GatewayCausesProps) {
  return (
    <Panel
      title="Tunnels by cause"
      aside={
        over === null
          ? `of ${formatCount(gateway.tunnels)} tunnels, last minutes`
          : examined < failing
            ? `of the ${formatCount(examined)} tunnels with the most drops in this time range`
            : `of ${formatCount(examined)} tunnels with drops in this time range`
      }
      empty={
        groups.length === 0 ? (
          <p>
            {over === null
              ? 'No tunnel has recent drops with a known cause.'
              : 'No tunnel has drops with a known cause in this time range.'}
          </p>
        ) : null
      }
    >
      <table className={styles.groups}>
        <thead>
          <tr>
            <th scope="col">Consistent with</th>
            <th scope="col">Tunnels</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <GroupRow key={group.name} gateway={name} group={group} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function GroupRow({ gateway, group }: { readonly gateway: string; readonly group: ApiGateway['groups'][number] }) {
  const { name, tunnels, firstSince, examples } = group;
  const rest = tunnels - examples.length;
  return (
    <tr>
      <th scope="row">
        {VERDICT_LABELS[name].title}
        <span className={styles.examples}>
          {examples.map(({ matchkey, inventory }, place) => (
            // Each place keeps its link: what changes is where it leads, and nothing moves.
            <Link key={place} to={tunnelPath(gateway, matchkey)}>
              <CalledSo inventory={inventory} />
              {matchkey === '' ? '(empty)' : matchkey}
            </Link>
          ))}
          {rest > 0 ? <span className={styles.soft}>and {formatCount(rest)} more</span> : null}
        </span>
      </th>
      <td>{formatCount(tunnels)}</td>
      <td>
        <Time at={firstSince} />
      </td>
    </tr>
  );
}

interface SharedPanelProps {
  readonly verdicts: readonly Verdict[];
  /** Tunnels of which something can be told. */
  readonly judged: number;
  /** The time range; null for now. */
  readonly over: ApiGateway['over'];
  readonly className: string | undefined;
}

/** What the tunnels of a gateway share, in sentences, in a room that is always there. */
export function SharedPanel({ verdicts, judged, over, className }: SharedPanelProps) {
  const when = over === null ? 'in the last minutes' : 'in this time range';
  const nothing =
    judged === 0
      ? `No tunnel has had enough drops ${when} for a diagnosis.`
      : `No common cause among the tunnels with a diagnosis (${formatCount(judged)}).`;
  return (
    <Panel
      className={className}
      title="Common causes"
      aside={over === null ? undefined : `${formatDateTime(over.from)} to ${formatDateTime(over.to)}`}
    >
      <Room label="Common causes">
        {verdicts.length === 0 ? <p className={styles.soft}>{nothing}</p> : null}
        {verdicts.map(({ name, confidence, evidence }, index) => (
          <div key={`${name} ${String(index)}`} className={styles.verdict}>
            <p className={styles.headline}>
              <strong>{VERDICT_LABELS[name].title}</strong>: consistent with {VERDICT_LABELS[name].cause}.{' '}
              <span className={styles.soft}>{confidence} confidence</span>
            </p>
            <ul>
              {evidence.map(({ text }) => (
                <li key={text}>{text}.</li>
              ))}
            </ul>
            <p className={styles.soft}>Tunnelwatch’s advice: {VERDICT_LABELS[name].advice}</p>
          </div>
        ))}
      </Room>
    </Panel>
  );
}
