import type { ListenerHealth, SourceHealth } from '@tunnelwatch/shared/source-health';
import { formatBytes, formatCount } from '@tunnelwatch/shared/format-number';
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
        <NamedFact
          name="Refused senders"
          hint="Messages and connections from senders that are not allowed"
          isAlarming={listener.refusedSenders > 0}
        >
          {formatCount(listener.refusedSenders)}
          {listener.lastRefusedSender === null ? null : `, the newest from ${listener.lastRefusedSender}`}
        </NamedFact>
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
          <span className={kernelDrops > 0 ? styles.lost : undefined}>{formatCount(kernelDrops)}</span>
        )}
      </NamedFact>
      <NamedFact name="Queue drops" hint="Datagrams dropped here because the store could not keep up, or refused them">
        <span className={queueDrops > 0 ? styles.lost : undefined}>{formatCount(queueDrops)}</span>
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
      <NamedFact
        name="Waiting"
        hint="Connections that are read when others end, since too many are open"
        isAlarming={listener.waitingConnections > 0}
      >
        {formatCount(listener.waitingConnections)}
      </NamedFact>
      <NamedFact
        name="Refused"
        hint="Connections refused or closed because a limit was reached"
        isAlarming={listener.refusedConnections > 0}
      >
        {formatCount(listener.refusedConnections)}
        {listener.overLimitConnections > 0 ? `, ${formatCount(listener.overLimitConnections)} over the limit` : null}
      </NamedFact>
      <NamedFact
        name="Bad frames"
        hint="Frames with a wrong octet count, or bytes between frames"
        isAlarming={listener.badFrames > 0}
      >
        {formatCount(listener.badFrames)}
      </NamedFact>
      <NamedFact name="Resent" hint="Lines that a sender resent after a reconnect; counted once">
        {formatCount(listener.repeated)}
      </NamedFact>
    </>
  );
}
