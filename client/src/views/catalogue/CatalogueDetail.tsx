import { type CatalogueEntry, isFromUser } from '@tunnelwatch/shared/catalogue';
import { Link, useSearchParams } from 'react-router';
import { CatalogueText } from '../../components/catalogue/CatalogueText.js';
import { ClassLabel } from '../../components/badge/ClassLabel.js';
import { PriorityBadge } from '../../components/badge/PriorityBadge.js';
import { SeverityBadge } from '../../components/badge/SeverityBadge.js';
import styles from './CatalogueDetail.module.css';

/** One entry in full. */
export function CatalogueDetail({ entry }: { readonly entry: CatalogueEntry }) {
  return (
    <article className={styles.detail} aria-label={`Message ${entry.id}`}>
      <header className={styles.head}>
        <h2>
          <span className={styles.id}>{entry.id}</span> {entry.message}
        </h2>
        <CloseLink />
      </header>
      <dl className={styles.facts}>
        <dt>Severity</dt>
        <dd>
          <SeverityBadge severity={entry.severity} />
        </dd>
        <dt>Class</dt>
        <dd>
          <ClassLabel failureClass={entry.failureClass} />
        </dd>
        <dt>Alert priority</dt>
        <dd>
          <PriorityBadge priority={entry.priority} />{' '}
          <span className={styles.soft}>
            minimum, {isFromUser(entry, 'priority') ? 'from your catalogue file' : 'set by Tunnelwatch'}
          </span>
        </dd>
        <dt>Manual close</dt>
        <dd>{entry.isLatching ? 'Yes: it leaves something behind, and no message says when that is fixed' : 'No'}</dd>
        <dt>Categories</dt>
        <dd>{entry.categories.join(', ')}</dd>
        <dt>Reference</dt>
        <dd>{entry.section === null ? 'Your own entry' : `Log reference guide, section ${entry.section}`}</dd>
        <dt>Parameters</dt>
        <dd>
          <ol className={styles.parameters}>
            {entry.parameters.map((name) => (
              <li key={name}>
                <code>{name}</code>
              </li>
            ))}
          </ol>
          {entry.parameters.length === 0 ? 'None' : null}
        </dd>
      </dl>
      <CatalogueText entry={entry} />
      <p className={styles.links}>
        <Link to={`/events?messageId=${entry.id}`}>Events with this message</Link>
      </p>
    </article>
  );
}

/** A message id that the catalogue does not contain. */
export function NotInCatalogue({ id }: { readonly id: string }) {
  return (
    <section className={styles.detail}>
      <header className={styles.head}>
        <h2>
          <span className={styles.id}>{id}</span> Not in the catalogue
        </h2>
        <CloseLink />
      </header>
      <p className={styles.soft}>
        This is normal: the IPSEC category has hundreds of messages, and the reference guide describes only 23 of them.
        Events with this ID are stored and counted as unknown. An entry in your own catalogue file gives it a class, a
        priority and a text.
      </p>
      <p className={styles.links}>
        <Link to={`/events?messageId=${encodeURIComponent(id)}`}>Events with this message</Link>
      </p>
    </section>
  );
}

function CloseLink() {
  const [search] = useSearchParams();
  const next = new URLSearchParams(search);
  next.delete('id');
  return (
    <Link to={`?${next.toString()}`} className={styles.close}>
      Close
    </Link>
  );
}
