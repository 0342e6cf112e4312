import styles from './InventoryPage.module.css';

/** A file to begin with; addresses are those of documentation (RFC 5737). */
const SAMPLE_CSV = [
  'gateway,matchkey,iface,name,site,peer,note,priority',
  'gw-north,198.51.100.7:*,,Riga office,Riga,198.51.100.7,keeps its name over rekeys,high',
  'gw-north,203.0.113.20:4500,,Oslo warehouse,Oslo,203.0.113.20,,',
  '*,,ipsec-core*,Core uplink,,,any gateway,urgent',
  '',
].join('\r\n');

/** The address of the sample, for a download. */
const SAMPLE_URL = `data:text/csv;charset=utf-8,${encodeURIComponent(SAMPLE_CSV)}`;

/** Nothing to show: what the inventory is for, and a file to begin with. */
export function InventoryEmpty({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <p>No entry matches. Gateway and site have to be whole; the search looks for a part.</p>;
  return (
    <>
      <p>
        No entry yet. A log names tunnels by matchkeys, which mean nothing to people and may change at a rekey. An entry
        gives what fits its pattern a name, and that name then stands on every page, in notifications and in evidence.
      </p>
      <p>Import a file like this one, or name a tunnel on its own page:</p>
      <code className={styles.sample}>{SAMPLE_CSV}</code>
      <p>
        <a href={SAMPLE_URL} download="inventory-sample.csv">
          Download this sample
        </a>
      </p>
    </>
  );
}
