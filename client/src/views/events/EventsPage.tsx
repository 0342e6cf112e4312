import { PageHead } from '../../components/PageHead.js';

/** The Events page. */
export function EventsPage() {
  return <PageHead title="Events" />;
}
