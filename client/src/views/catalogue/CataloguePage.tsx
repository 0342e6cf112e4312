import { PageHead } from '../../components/PageHead.js';

/** The Catalogue page. */
export function CataloguePage() {
  return <PageHead title="Catalogue" />;
}
