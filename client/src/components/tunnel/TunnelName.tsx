import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { InventoryName } from '@tunnelwatch/shared/inventory';
import { siteBeside } from '@tunnelwatch/shared/subject-labels';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { gatewayPath, tunnelPath } from './paths.js';
import styles from './TunnelName.module.css';

interface TunnelNameProps {
  readonly gateway: string;
  readonly matchkey: string;
  /** The inventory's name. */
  readonly inventory: InventoryName | null;
  readonly linked?: boolean;
}

/**
 * The name of a tunnel first, if it has one, then always gateway and matchkey, which identify it; linked to the
 * tunnel's page. A matchkey is opaque and may be empty, which is then stated.
 */
export function TunnelName({ gateway, matchkey, inventory, linked = true }: TunnelNameProps) {
  const name = (
    <>
      <CalledSo inventory={inventory} />
      <span className={styles.gateway}>{visibleText(gateway)}</span>{' '}
      <span className={inventory === null ? styles.key : styles.quietKey}>
        {matchkey === '' ? '(empty)' : visibleText(matchkey)}
      </span>
    </>
  );
  const isNamed = inventory !== null;
  if (!linked) {
    return (
      <span className={styles.name} data-named={isNamed}>
        {name}
      </span>
    );
  }
  return (
    <Link className={styles.name} to={tunnelPath(gateway, matchkey)}>
      {name}
    </Link>
  );
}

/** The name and site from the inventory; nothing without an entry. */
export function CalledSo({ inventory }: { readonly inventory: InventoryName | null }): ReactNode {
  if (inventory === null) return null;
  const site = siteBeside(inventory);
  return (
    <>
      <span className={styles.called}>{inventory.name}</span>{' '}
      {site === '' ? null : (
        <>
          <span className={styles.site}>{site}</span>{' '}
        </>
      )}
    </>
  );
}

interface SubjectNameProps {
  readonly subject: AlertSubject;
  readonly inventory: InventoryName | null;
  readonly linked?: boolean;
}

/** The subject of an event or alert; a tunnel or source is a link. */
export function SubjectName({ subject, inventory, linked = true }: SubjectNameProps) {
  switch (subject.kind) {
    case 'tunnel':
      return <TunnelName gateway={subject.gateway} matchkey={subject.matchkey} inventory={inventory} linked={linked} />;
    case 'interface':
      return (
        <span className={styles.name}>
          <CalledSo inventory={inventory} />
          <span className={styles.gateway}>{visibleText(subject.gateway)}</span> interface{' '}
          <span className={inventory === null ? styles.key : styles.quietKey}>{visibleText(subject.iface)}</span>
        </span>
      );
    case 'gateway':
      return <GatewayName gateway={subject.gateway} linked={linked} />;
    case 'source':
      return <SourceName source={subject.source} linked={linked} />;
    case 'sender':
      return <SenderName sender={subject.sender} linked={linked} />;
    case 'store':
      return (
        <Link className={styles.name} to="/sources">
          the store
        </Link>
      );
    case 'all':
      return <span className={styles.name}>several gateways</span>;
  }
}

/** A gateway by its name, linked to its page. */
function GatewayName({ gateway, linked }: { readonly gateway: string; readonly linked: boolean }) {
  if (!linked) return <span className={styles.name}>{visibleText(gateway)}</span>;
  return (
    <Link className={styles.name} to={gatewayPath(gateway)}>
      {visibleText(gateway)}
    </Link>
  );
}

/** Who sends to a listener, linked to the page of sources. */
function SenderName({ sender, linked }: { readonly sender: string; readonly linked: boolean }) {
  if (!linked) return <span className={styles.name}>sender {visibleText(sender)}</span>;
  return (
    <Link className={styles.name} to="/sources">
      sender {visibleText(sender)}
    </Link>
  );
}

/** A source of ours by its name, linked to the page of sources. */
function SourceName({ source, linked }: { readonly source: string; readonly linked: boolean }) {
  if (!linked) return <span className={styles.name}>source {source}</span>;
  return (
    <Link className={styles.name} to={`/sources?q=${encodeURIComponent(source)}`}>
      source {source}
    </Link>
  );
}
