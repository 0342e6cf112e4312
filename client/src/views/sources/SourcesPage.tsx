import { PageHead } from '../../components/PageHead.js';

/** The Sources page. */
export function SourcesPage() {
  return <PageHead title="Sources" />;
}
