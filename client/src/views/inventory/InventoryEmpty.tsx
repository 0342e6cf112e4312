import styles from './InventoryPage.module.css';

/** A sample file; its addresses are for documentation (RFC 5737). */
const SAMPLE_CSV = [
  'gateway,matchkey,iface,name,site,peer,note,priority',
  'gw-north,198.51.100.7:*,,Riga office,Riga,198.51.100.7,keeps its name over rekeys,high',
  'gw-north,203.0.113.20:4500,,Oslo warehouse,Oslo,203.0.113.20,,',
  '*,,ipsec-core*,Core uplink,,,any gateway,urgent',
  '',
].join('\r\n');

/** Download URL of the sample. */
const SAMPLE_URL = `data:text/csv;charset=utf-8,${encodeURIComponent(SAMPLE_CSV)}`;

interface InventoryEmptyProps {
  readonly isFiltered: boolean;
  readonly mayWrite: boolean;
}

/** The empty inventory: its purpose, and a sample file. */
export function InventoryEmpty({ isFiltered, mayWrite }: InventoryEmptyProps) {
  if (isFiltered) return <p>No entry matches. Gateway and site must be full names; search finds any part.</p>;
  return (
    <>
      <p>
        No entries yet. Logs identify tunnels by matchkeys, which mean little to people and may change at a rekey. An
        entry names everything that matches its pattern, on every page, in notifications and in exported evidence.
      </p>
      <p>
        {mayWrite
          ? 'Import a file like this one, or add a name on the page of a tunnel:'
          : 'An operator can import a file like this one, or add a name on the page of a tunnel:'}
      </p>
      {/* It scrolls where it is too wide, by the keyboard too. */}
      <code className={styles.sample} tabIndex={0}>
        {SAMPLE_CSV}
      </code>
      <p>
        <a href={SAMPLE_URL} download="inventory-sample.csv">
          Download sample
        </a>
      </p>
    </>
  );
}
