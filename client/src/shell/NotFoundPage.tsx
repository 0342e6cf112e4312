import { Link } from 'react-router';
import { PageHead } from '../components/layout/PageHead.js';

/** The page for an unknown path. */
export function NotFoundPage() {
  return (
    <>
      <PageHead
        title="Page not found"
        note="Check the address: it may be mistyped, or from another version of Tunnelwatch."
      />
      <Link to="/">Go to overview</Link>
    </>
  );
}
