import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatIso, formatSkew } from '../../format/format-time.js';
import { CatalogueText } from '../catalogue/CatalogueText.js';
import styles from './EventDetail.module.css';
import { ParameterTable } from './ParameterTable.js';
import { RawLine } from './RawLine.js';

interface EventDetailProps {
  readonly event: TunnelwatchEvent;
  /** Undefined for a message that the catalogue does not have. */
  readonly entry: CatalogueEntry | undefined;
}

/** All that is known of one event: its fields, its times, the line itself, and what the message means. */
export function EventDetail({ event, entry }: EventDetailProps) {
  return (
    <div className={styles.detail}>
      <div className={styles.facts}>
        <Part title="Fields">
          <ParameterTable event={event} />
        </Part>
        <Part title="Times">
          <EventTimes event={event} />
        </Part>
      </div>
      <Part title={event.messageId === null ? 'Message' : `Message ${event.messageId}`}>
        {entry === undefined ? <UnknownMessage event={event} /> : <KnownMessage entry={entry} />}
      </Part>
      <div className={styles.wide}>
        <Part title="Raw line">
          <RawLine text={event.raw} />
        </Part>
      </div>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function EventTimes({ event }: { readonly event: TunnelwatchEvent }) {
  return (
    <dl className={styles.times}>
      <dt>Event</dt>
      <dd>{formatIso(event.time)}</dd>
      <dt>Received</dt>
      <dd>{formatIso(event.receivedTime)}</dd>
      <dt title="Event time minus receiving time: clocks that differ, and the way in between">Difference</dt>
      <dd>{formatSkew(event.time - event.receivedTime)}</dd>
      <dt>Source</dt>
      <dd>{event.source}</dd>
      {event.member === null ? null : (
        <>
          <dt>HA member</dt>
          <dd>{event.member}</dd>
        </>
      )}
      <dt>Number</dt>
      <dd>{event.seq}</dd>
    </dl>
  );
}

function KnownMessage({ entry }: { readonly entry: CatalogueEntry }) {
  return (
    <>
      <CatalogueText entry={entry} />
      <p className={styles.more}>
        <Link to={`/catalogue?id=${entry.id}`}>Catalogue entry {entry.id}</Link>
        {entry.section === null ? null : ` · reference guide ${entry.section}`}
      </p>
    </>
  );
}

function UnknownMessage({ event }: { readonly event: TunnelwatchEvent }) {
  if (event.isKnown) return <p className={styles.soft}>The catalogue entry is not loaded.</p>;
  return (
    <p className={styles.soft}>
      The catalogue does not have this message. That is normal: the category IPSEC holds hundreds. It is stored and
      counted as unknown; an entry of your own in the catalogue file gives it a class and a text.
    </p>
  );
}
