import styles from './EvidenceLink.module.css';

interface EvidenceLinkProps {
  readonly href: string;
  /** What the pack is about, such as "this alert". */
  readonly what: string;
}

/** Downloads the evidence pack: what a ticket at the vendor needs, as one ZIP. */
export function EvidenceLink({ href, what }: EvidenceLinkProps) {
  return (
    <a
      className={styles.link}
      href={href}
      download
      title={`Everything about ${what} as one ZIP: a report to print, the raw lines, a chart, the words of the catalogue`}
    >
      Evidence pack
    </a>
  );
}
