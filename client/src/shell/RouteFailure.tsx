import { useRouteError } from 'react-router';
import { FailedNote } from '../components/layout/FailedNote.js';

/** The last resort when even the frame of a page failed. */
export function RouteFailure() {
  const error = useRouteError();
  const detail = error instanceof Error ? error.message : 'The reason is not known.';
  return <FailedNote title="The page failed" detail={`${detail} Reload it.`} onRetry={() => location.reload()} />;
}
