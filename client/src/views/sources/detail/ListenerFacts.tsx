import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { ListenerHealth, SourceHealth } from '@tunnelwatch/shared/source-health';
import type { ReactNode } from 'react';
import { formatBytes, formatCount } from '@tunnelwatch/shared/format-number';
import { formatDate } from '../../../format/format-time.js';
import { NamedFact } from './NamedFact.js';
import styles from './SourceFacts.module.css';

const PROTOCOL_LABEL = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' } as const;

/** What only a listener has: its senders and its losses. */
export function ListenerFacts({ listener }: Pick<SourceHealth, 'listener'>) {
  if (listener === null) return <p className={styles.soft}>Unknown: the listener has not reported yet.</p>;
  const isUdp = listener.protocol === 'udp';
  return (
    <>
      {isUdp ? (
        <p className={styles.note}>
          Counts are lower bounds: datagrams lost on the way to this machine cannot be detected.
        </p>
      ) : null}
      <dl className={styles.facts}>
        <NamedFact name="Protocol">{PROTOCOL_LABEL[listener.protocol]}</NamedFact>
        {isUdp ? <KernelFacts listener={listener} /> : <ConnectionFacts listener={listener} />}
        {listener.certificate === null ? null : (
          <NamedFact name="Certificate" hint="Shown to senders; taken anew when its file changes">
            valid until {formatDate(listener.certificate.to)}
            {listener.certificate.fault === null ? null : (
              <span className={styles.soft}>; {visibleText(listener.certificate.fault)}</span>
            )}
          </NamedFact>
        )}
        <AlarmingCount
          name="Refused senders"
          hint="Messages and connections from senders that are not allowed"
          count={listener.refusedSenders}
        >
          {listener.lastRefusedSender === null ? null : `, the newest from ${listener.lastRefusedSender}`}
        </AlarmingCount>
        <AlarmingCount
          name="Lines of other senders’ gateways"
          hint="They named a gateway that is bound to another sender, and are counted under their own sender’s address"
          count={listener.claims}
        >
          {listener.lastClaim === null
            ? null
            : `, the newest from ${listener.lastClaim.sender} as ${visibleText(listener.lastClaim.gateway)}`}
        </AlarmingCount>
      </dl>
    </>
  );
}

function KernelFacts({ listener }: { readonly listener: ListenerHealth }) {
  const { kernelDrops, queueDrops, receiveBufferBytes } = listener;
  return (
    <>
      <NamedFact name="Kernel drops" hint="Datagrams that the kernel dropped because its receive buffer was full">
        {kernelDrops === null ? (
          <span className={styles.soft}>unknown: not available on this system</span>
        ) : (
          <LostCount count={kernelDrops} />
        )}
      </NamedFact>
      <NamedFact name="Queue drops" hint="Datagrams dropped here because the store could not keep up, or refused them">
        <LostCount count={queueDrops} />
      </NamedFact>
      <NamedFact name="Receive buffer" hint="As granted by the kernel; limited by net.core.rmem_max">
        {receiveBufferBytes === null ? <span className={styles.soft}>unknown</span> : formatBytes(receiveBufferBytes)}
      </NamedFact>
    </>
  );
}

function ConnectionFacts({ listener }: { readonly listener: ListenerHealth }) {
  return (
    <>
      <NamedFact name="Connections" hint="Open now">
        {formatCount(listener.connections)}
      </NamedFact>
      <AlarmingCount
        name="Waiting"
        hint="Connections that are read when others end, since too many are open"
        count={listener.waitingConnections}
      />
      <AlarmingCount
        name="Refused"
        hint="Connections refused or closed because a limit was reached"
        count={listener.refusedConnections}
      >
        {listener.overLimitConnections > 0 ? `, ${formatCount(listener.overLimitConnections)} over the limit` : null}
      </AlarmingCount>
      <AlarmingCount
        name="Bad frames"
        hint="Frames with a wrong octet count, or bytes between frames"
        count={listener.badFrames}
      />
      <NamedFact name="Resent" hint="Lines that a sender resent after a reconnect; counted once">
        {formatCount(listener.repeated)}
      </NamedFact>
    </>
  );
}

interface AlarmingCountProps {
  readonly name: string;
  readonly hint: string;
  readonly count: number;
  /** What follows the count. */
  readonly children?: ReactNode;
}

/** A count of what should not happen, which stands out as soon as it does. */
function AlarmingCount({ name, hint, count, children }: AlarmingCountProps) {
  return (
    <NamedFact name={name} hint={hint} isAlarming={count > 0}>
      {formatCount(count)}
      {children}
    </NamedFact>
  );
}

/** A count of what is lost for good. */
function LostCount({ count }: { readonly count: number }) {
  return <span className={count > 0 ? styles.lost : undefined}>{formatCount(count)}</span>;
}
