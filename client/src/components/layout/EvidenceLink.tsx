import styles from './EvidenceLink.module.css';

interface EvidenceLinkProps {
  readonly href: string;
  /** What the evidence is about, such as "this alert". */
  readonly what: string;
}

/** Downloads the evidence pack for a vendor ticket, as one ZIP. */
export function EvidenceLink({ href, what }: EvidenceLinkProps) {
  return (
    <a
      className={styles.link}
      href={href}
      download
      title={`Download everything about ${what} as a ZIP file: printable report, raw lines, chart and catalogue texts`}
    >
      Export evidence
    </a>
  );
}
