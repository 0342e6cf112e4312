import { Link } from 'react-router';
import { PageHead } from '../components/layout/PageHead.js';

/** A path that no page has. */
export function NotFoundPage() {
  return (
    <>
      <PageHead
        title="No such page"
        note="The address leads nowhere in Tunnelwatch. It may be mistyped or of another version."
      />
      <Link to="/">Go to the overview</Link>
    </>
  );
}
