import { visibleText } from '@tunnelwatch/shared/visible-text';
import { MAX_EXPLAINED } from '@tunnelwatch/shared/explanation';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { type SyntheticEvent, useState } from 'react';
import { CheckField } from '../form/CheckField.js';
import { Button } from '../form/Button.js';
import form from '../form/form.module.css';
import { Panel } from '../layout/Panel.js';
import type { LineToExplain } from '../../http/api.js';
import { ExplainedLine } from './ExplainedLine.js';
import styles from './Explanation.module.css';

/** Explains any line that is pasted, with the settings of the source whose details are open, or of none. */
export function ExplainPanel({ source }: { readonly source: SourceHealth | undefined }) {
  const [line, setLine] = useState('');
  const [isOfSource, setIsOfSource] = useState(true);
  const [asked, setAsked] = useState<LineToExplain | null>(null);
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault();
    // A copied line often brings its end along.
    setAsked({ line: line.replace(/[\r\n]+$/, ''), source: isOfSource ? (source?.id ?? null) : null });
  };
  return (
    <Panel title="Explain a line" isTimeless className={styles.panel}>
      <form className={styles.form} onSubmit={onSubmit}>
        <label className={form.field}>
          Log line
          <textarea
            className={`${form.input ?? ''} ${styles.text ?? ''}`}
            value={line}
            maxLength={MAX_EXPLAINED}
            spellCheck={false}
            autoComplete="off"
            placeholder="Paste one line as it stands in the file"
            onChange={(event) => setLine(event.target.value)}
          />
        </label>
        <div className={styles.actions}>
          {source === undefined ? null : (
            <CheckField
              label={`With the settings of ${visibleText(source.name)}`}
              isOn={isOfSource}
              onChange={setIsOfSource}
            />
          )}
          <Button type="submit" variant="strong" disabled={line.trim() === ''}>
            Explain line
          </Button>
        </div>
      </form>
      {asked === null ? null : <ExplainedLine asked={asked} />}
    </Panel>
  );
}
