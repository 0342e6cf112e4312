import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { ReactNode } from 'react';
import { Link, useHref } from 'react-router';
import { formatIso } from '../../format/format-time.js';
import { CopyButton } from '../form/CopyButton.js';
import { eventPath } from './event-path.js';
import { formatSkew } from '@tunnelwatch/shared/format-span';
import { CatalogueText } from '../catalogue/CatalogueText.js';
import styles from './EventDetail.module.css';
import { ParameterTable } from './ParameterTable.js';
import { RawLine } from './RawLine.js';

interface EventDetailProps {
  readonly event: TunnelwatchEvent;
  /** Undefined for a message that the catalogue does not contain. */
  readonly entry: CatalogueEntry | undefined;
}

/** Everything that is known of one event: its fields, its times, the line itself, and what the message means. */
export function EventDetail({ event, entry }: EventDetailProps) {
  return (
    <div className={styles.detail}>
      <div className={styles.facts}>
        <Section title="Fields">
          <ParameterTable event={event} />
        </Section>
        <Section title="Times">
          <EventTimes event={event} />
        </Section>
      </div>
      <Section title={event.messageId === null ? 'Message' : `Message ${event.messageId}`}>
        {entry === undefined ? <UnknownMessage event={event} /> : <KnownMessage entry={entry} />}
      </Section>
      <div className={styles.wide}>
        <EventLinks event={event} />
        <Section title="Raw line">
          <RawLine text={event.raw} />
        </Section>
      </div>
    </div>
  );
}

/** Leads to the page of the event, whose address can be passed on. */
function EventLinks({ event }: { readonly event: TunnelwatchEvent }) {
  const path = eventPath(event);
  const href = useHref(path);
  return (
    <p className={styles.links}>
      <Link to={path}>Event {event.seq} and its neighbours</Link>
      <CopyButton text={new URL(href, location.href).href} what="link to this event" label="Copy link" />
    </p>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.section}>
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
      <dt title="Event time minus received time: clock differences and transit time">Difference</dt>
      <dd>{formatSkew(event.time - event.receivedTime)}</dd>
      <dt>Source</dt>
      <dd>{event.source}</dd>
      {event.member === null ? null : (
        <>
          <dt>HA member</dt>
          <dd>{event.member}</dd>
        </>
      )}
      {event.relays.length === 0 ? null : (
        <>
          <dt title="The hosts that passed the line on, the last receiver first">Relayed by</dt>
          <dd>{event.relays.join(' ← ')}</dd>
        </>
      )}
      {event.repeats === 1 ? null : (
        <>
          <dt title="The receiver folded equal messages into one line, which counts as one event">Repeated</dt>
          <dd>{event.repeats} times in one line</dd>
        </>
      )}
      <dt>Event number</dt>
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
        {entry.section === null ? null : ` · reference guide, section ${entry.section}`}
      </p>
    </>
  );
}

function UnknownMessage({ event }: { readonly event: TunnelwatchEvent }) {
  if (event.isKnown) return <p className={styles.soft}>Catalogue entry not loaded.</p>;
  return (
    <p className={styles.soft}>
      Not in the catalogue. This is normal: the IPSEC category has hundreds of messages. The event is stored and counted
      as unknown. An entry in your own catalogue file gives it a class and a text.
    </p>
  );
}
