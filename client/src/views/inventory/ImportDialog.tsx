import type { ImportReport } from '@tunnelwatch/shared/inventory';
import { useState, type ChangeEvent } from 'react';
import { Button } from '../../components/form/Button.js';
import { Dialog } from '../../components/layout/Dialog.js';
import form from '../../components/form/form.module.css';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { importFile } from '../../http/inventory-api.js';
import { problemFrom } from '../../http/http-error.js';
import styles from './InventoryPage.module.css';

/** Imports a file: first a dry run, then the import. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { report, fault, isBusy, choose, confirm } = useImport();
  const isDone = report !== null && !report.dryRun;
  return (
    <Dialog title="Import entries from a CSV file" onClose={onClose}>
      <div className={styles.import}>
        <p>
          The first row names the columns: <code>gateway, matchkey, iface, name, site, peer, note, priority</code>.
          Existing entries are updated; columns that the file does not have stay unchanged.
        </p>
        {isDone ? null : (
          <label className={form.field}>
            File
            <input className={form.input} type="file" accept=".csv,text/csv" disabled={isBusy} onChange={choose} />
          </label>
        )}
        <div role="status">{isBusy ? 'Reading…' : report === null ? null : <ReportOf report={report} />}</div>
        {fault === null ? null : (
          <p className={styles.fault} role="alert">
            {fault}
          </p>
        )}
        <div className={styles.buttons}>
          <Button onClick={onClose}>{isDone ? 'Close' : 'Cancel'}</Button>
          {report === null || isDone ? null : (
            <Button variant="strong" disabled={isBusy || report.rows === report.refused} onClick={() => void confirm()}>
              {report.refused > 0 ? `Import the other ${formatCount(report.rows - report.refused)} rows` : 'Import'}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function useImport() {
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<ImportReport | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function run(what: File, dryRun: boolean): Promise<void> {
    setIsBusy(true);
    setFault(null);
    try {
      setReport(await importFile(what, { dryRun, skipRefused: true }));
    } catch (error) {
      const { title, detail } = problemFrom(error);
      setFault(`${title}. ${detail}`);
      if (dryRun) setReport(null);
    }
    setIsBusy(false);
  }

  return {
    report,
    fault,
    isBusy,
    choose: (event: ChangeEvent<HTMLInputElement>): void => {
      const chosen = event.target.files?.[0] ?? null;
      setFile(chosen);
      setReport(null);
      if (chosen !== null) void run(chosen, true);
    },
    confirm: async (): Promise<void> => {
      if (file !== null) await run(file, false);
    },
  };
}

function ReportOf({ report }: { readonly report: ImportReport }) {
  const { dryRun, rows, added, changed, unchanged, refused, refusals } = report;
  const numbers = `${formatCount(added)} added, ${formatCount(changed)} changed, ${formatCount(unchanged)} unchanged`;
  return (
    <>
      <p>
        {dryRun ? `Of ${formatCount(rows)} rows: ` : 'Imported: '}
        <strong>{numbers}</strong>
        {refused === 0 ? '.' : `; ${formatCount(refused)} rejected:`}
      </p>
      {refusals.length === 0 ? null : (
        <ul className={styles.refusals} aria-label="Rejected rows">
          {refusals.map(({ line, column, reason }) => (
            <li key={line}>
              Line {line}
              {column === null ? '' : `, ${column}`}: {reason}
            </li>
          ))}
          {refused > refusals.length ? <li>and {formatCount(refused - refusals.length)} more</li> : null}
        </ul>
      )}
    </>
  );
}
