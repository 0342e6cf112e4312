import type { Who } from '@tunnelwatch/shared/people';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { usePageTitle } from '../../browser/page-title.js';
import { basePath } from '../../browser/base-path.js';
import { signInAddress } from '../../session/sign-in-address.js';
import styles from './SignInPage.module.css';

/** A screen with the token of a wall was led to another page: it says so, and leads back, or to signing in as a person. */
export function WallOnlyPage({ who: { name, wall } }: { readonly who: Who }) {
  usePageTitle('Wall only');
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1>This screen shows a wall only</h1>
        <p>
          It was opened with the link “{visibleText(name)}”, which shows {wall === null ? 'the wall' : 'one wall'} and
          no other page.
        </p>
        <a href={`${basePath}wall${wall === null ? '' : `/${String(wall)}`}`}>Back to the wall</a>
        <a href={signInAddress()}>Sign in as a person</a>
      </div>
    </main>
  );
}
