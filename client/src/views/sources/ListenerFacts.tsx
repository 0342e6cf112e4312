import type { ListenerHealth, SourceHealth } from '@tunnelwatch/shared/source-health';
import { formatBytes, formatCount } from '../../format/format-number.js';
import { NamedFact } from './NamedFact.js';
import styles from './SourceFacts.module.css';

const PROTOCOL_LABEL = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' } as const;

/** What only a listener has: its senders, and what of theirs was not taken. */
export function ListenerFacts({ listener }: Pick<SourceHealth, 'listener'>) {
  if (listener === null) return <p className={styles.soft}>Not known: the listener has not told anything yet.</p>;
  const isUdp = listener.protocol === 'udp';
  return (
    <>
      {isUdp ? (
        <p className={styles.note}>
          What UDP lost before it reached this machine cannot be known: counts are lower bounds.
        </p>
      ) : null}
      <dl className={styles.facts}>
        <NamedFact name="Protocol">{PROTOCOL_LABEL[listener.protocol]}</NamedFact>
        {isUdp ? <KernelFacts listener={listener} /> : <ConnectionFacts listener={listener} />}
        <NamedFact
          name="Refused senders"
          hint="Messages and connections of senders that are not among the allowed ones"
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
      <NamedFact name="Kernel drops" hint="Datagrams that the kernel threw away since its receive buffer was full">
        {kernelDrops === null ? (
          <span className={styles.soft}>not known: this system does not tell</span>
        ) : (
          <span className={kernelDrops > 0 ? styles.lost : undefined}>{formatCount(kernelDrops)}</span>
        )}
      </NamedFact>
      <NamedFact name="Queue drops" hint="Datagrams that were dropped here since the store did not keep up, or refused">
        <span className={queueDrops > 0 ? styles.lost : undefined}>{formatCount(queueDrops)}</span>
      </NamedFact>
      <NamedFact name="Receive buffer" hint="As granted by the kernel; net.core.rmem_max bounds it">
        {receiveBufferBytes === null ? <span className={styles.soft}>not known</span> : formatBytes(receiveBufferBytes)}
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
        hint="Connections that were refused or ended since a limit was reached"
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
      <NamedFact name="Sent again" hint="Lines that a sender sent again after a reconnect, and that were counted once">
        {formatCount(listener.repeated)}
      </NamedFact>
    </>
  );
}
