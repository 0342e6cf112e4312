import { Link } from 'react-router';
import { PageHead } from '../../components/PageHead.js';
import { NotificationsPanel } from './NotificationsPanel.js';

/** What is set up once and looked at seldom. */
export function AdminPage() {
  return (
    <>
      <PageHead title="Admin" note="Who is told of alerts, and how well that goes.">
        <Link to="/admin/rules">Alert rules</Link>
      </PageHead>
      <NotificationsPanel />
    </>
  );
}
