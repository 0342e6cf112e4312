import { PageHead } from '../../components/PageHead.js';

/** The Tunnel page. */
export function TunnelPage() {
  return <PageHead title="Tunnel" />;
}
