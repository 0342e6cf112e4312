import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { ReactNode } from 'react';
import styles from './EventList.module.css';
import { Time } from './Time.js';

/** All that an event carries: its times, its parameters as written with their decimal form, and the line itself as text. */
export function EventFields({ event }: { readonly event: TunnelwatchEvent }) {
  return (
    <div className={styles.detail}>
      <dl className={styles.parameters}>
        <Field name="Time">
          <Time at={event.time} full />
        </Field>
        <Field name="Received">
          <Time at={event.receivedTime} full />
        </Field>
        <Field name="Gateway">{event.member === null ? event.gateway : `${event.gateway} (${event.member})`}</Field>
        <Field name="Source">{event.source}</Field>
        {Object.entries(event.parameters).map(([name, value]) => (
          <Field key={name} name={name}>
            <code>{value === '' ? '(empty)' : value}</code>
            {decimalBeside(event, name, value)}
          </Field>
        ))}
      </dl>
      <pre className={styles.raw}>{event.raw}</pre>
    </div>
  );
}

/** The decimal form of a number, where it was written in another way. */
function decimalBeside(event: TunnelwatchEvent, name: string, value: string) {
  const decimal = event.numbers[name];
  return decimal === undefined || decimal === value ? null : <span className={styles.decimal}> = {decimal}</span>;
}

function Field({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
