import styles from './ComponentGallery.module.css';
import { AlertSamples } from './AlertSamples.js';
import { BadgeSamples } from './BadgeSamples.js';
import { ChartSamples } from './ChartSamples.js';
import { FormSamples } from './FormSamples.js';
import { OverlaySamples } from './OverlaySamples.js';
import { PanelSamples } from './PanelSamples.js';
import { TableSamples } from './TableSamples.js';

/** Every component that several pages share, in each of its states. What opens over a page is opened by its button. */
export function ComponentGallery() {
  return (
    <main className={styles.page}>
      <h1>Components</h1>
      <BadgeSamples />
      <FormSamples />
      <OverlaySamples />
      <AlertSamples />
      <TableSamples />
      <ChartSamples />
      <PanelSamples />
    </main>
  );
}
