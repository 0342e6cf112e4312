import { visibleText } from '@tunnelwatch/shared/visible-text';
import { CLASS_LABEL } from '@tunnelwatch/shared/class-labels';
import { type Explanation, gatewayText, PART_LABEL } from '@tunnelwatch/shared/explanation';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { iso } from '@tunnelwatch/shared/iso-time';
import { SEVERITY_LABEL } from '@tunnelwatch/shared/severity-labels';
import { subjectLabel } from '@tunnelwatch/shared/subject-labels';
import type { ReactNode } from 'react';
import styles from './Explanation.module.css';
import { LineMarks } from './LineMarks.js';

/** How a line is read, piece by piece, or why it cannot be. */
export function ExplanationView({ explanation }: { readonly explanation: Explanation }) {
  const { outcome, failure, unwrapped, doubts, fields, parts } = explanation;
  return (
    <div className={styles.explanation}>
      <p className={styles.outcome}>{outcomeText(explanation)}</p>
      {failure === null ? null : <Sentences title="To be read" sentences={failure.nearest} />}
      {outcome === 'empty' ? null : <LineMarks explanation={explanation} />}
      <Facts explanation={explanation} />
      <Sentences title="Uncertain" sentences={doubts} />
      <Sentences title="Taken off" sentences={unwrapped} />
      {parts.length + fields.length === 0 ? null : <Pieces explanation={explanation} />}
    </div>
  );
}

function outcomeText({ outcome, message, category, failure }: Explanation): string {
  switch (outcome) {
    case 'event':
      return `Event ${message?.id === null ? '' : String(message?.id)}: ${visibleText(message?.text ?? '')}`;
    case 'unknown':
      return 'Unknown event: the catalogue does not have it';
    case 'other':
      return `Other: a message of the category ${category ?? ''}, which is counted and not stored`;
    case 'unreadable':
      return `Unreadable: ${failure?.text ?? ''}`;
    case 'empty':
      return 'Empty: the line holds nothing';
  }
}

function Sentences({ title, sentences }: { readonly title: string; readonly sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <section>
      <h4>{title}</h4>
      <ul className={styles.list}>
        {sentences.map((sentence) => (
          <li key={sentence}>{visibleText(sentence)}</li>
        ))}
      </ul>
    </section>
  );
}

function Facts({ explanation }: { readonly explanation: Explanation }) {
  const facts = factsOf(explanation);
  if (facts.length === 0) return null;
  return (
    <section>
      <h4>Understood as</h4>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name}>
            {visibleText(value)}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function factsOf(explanation: Explanation): [name: string, value: string][] {
  const { category, id, message, severity, subject, gateway, time, receivedTime, headers } = explanation;
  const facts: [string, string | null][] = [
    ['Category', category],
    ['ID', id],
    ['Class', message === null ? null : `${CLASS_LABEL[message.class]}${message.isLatching ? ', latching' : ''}`],
    ['Severity', severity === null ? null : `${SEVERITY_LABEL[severity.value]}, from ${severity.from}`],
    ['Subject', subject === null ? null : subjectLabel(subject)],
    ['Gateway', gateway === null ? null : gatewayText(gateway)],
    ['Time', time === null ? null : `${iso(time.at)}, from ${time.from}`],
    ['Zone', time?.zone ?? null],
    ['Received', receivedTime === null ? null : `${iso(receivedTime.at)}, from ${receivedTime.from}`],
    ['Headers', headers.length < 2 ? null : headers.map(headerText).join(' → ')],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

function headerText({ role, host, time }: Explanation['headers'][number]): string {
  return `${role} ${host ?? 'without a name'}${time === null ? '' : ` at ${iso(time)}`}`;
}

/** All parts and pairs with their characters in the line. */
function Pieces({ explanation: { parts, fields, notShown } }: { readonly explanation: Explanation }) {
  const rows = [
    ...parts.map(({ kind, text, place }) => ({ name: PART_LABEL[kind], value: text, place })),
    ...fields.map(({ name, value, place }) => ({ name: `${name}=`, value, place })),
  ];
  return (
    <section>
      <h4>Parts and pairs</h4>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Parts and pairs of the line">
        <table className={styles.pairs}>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col">Text</th>
              <th scope="col">Characters</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, value, place }, index) => (
              // A name may stand in a line twice.
              <tr key={index}>
                <th scope="row">{visibleText(name)}</th>
                <td>{visibleText(value)}</td>
                <td>{place === null ? '–' : `${place.start}–${place.end}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {notShown === 0 ? null : <p>{formatCount(notShown)} more are not shown.</p>}
    </section>
  );
}
