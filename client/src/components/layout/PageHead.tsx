import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { ReactNode } from 'react';
import { usePageTitle } from '../../browser/page-title.js';
import styles from './PageHead.module.css';

interface PageHeadProps {
  readonly title: string;
  /** One line under the title. */
  readonly note?: ReactNode;
  /** Controls at the right, such as the window picker. */
  readonly children?: ReactNode;
}

/** Title of a page, also used as the browser tab's title, with its controls. */
export function PageHead({ title, note, children }: PageHeadProps) {
  usePageTitle(title);
  return (
    <div className={styles.head}>
      <div className={styles.words}>
        <h1>{visibleText(title)}</h1>
        {note === undefined ? null : <div className={styles.note}>{note}</div>}
      </div>
      {children}
    </div>
  );
}
