import type { ReactNode } from 'react';
import { Button } from '../components/form/Button.js';
import { PageHead } from '../components/layout/PageHead.js';
import { formatDateTime } from '../format/format-time.js';
import { useBeforeRecord, useHistory } from './history-context.js';

const SECOND_MS = 1000;

/** A page, or, at a time before the record begins, that nothing is known of it: zeros would look as if nothing had happened. */
export function WithinRecord({ children }: { readonly children: ReactNode }) {
  const clock = useHistory()?.clock;
  const begins = useBeforeRecord();
  if (clock === undefined || begins === null) return children;
  return (
    <>
      <PageHead title="Before the record" />
      <p>
        Nothing is known of this time: the record begins at <strong>{formatDateTime(begins)}</strong>.{' '}
        <Button onClick={() => clock.seek(Math.ceil(begins / SECOND_MS) * SECOND_MS)}>Go to the beginning</Button>
      </p>
    </>
  );
}
