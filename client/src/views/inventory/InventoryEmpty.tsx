import styles from './InventoryPage.module.css';
import { SAMPLE_CSV, SAMPLE_URL } from './sample-csv.js';

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
