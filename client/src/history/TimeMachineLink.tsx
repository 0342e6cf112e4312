import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { Link, useLocation } from 'react-router';
import { useServerNow } from '../time/use-server-now.js';
import { useHistory } from './history-context.js';
import { isCovered, formatAt } from './at-parameter.js';

const BACK_MS = 15 * MINUTE_MS;

/** Opens the page as it was 15 minutes ago; from there the history bar takes over. */
export function TimeMachineLink() {
  const { pathname, search } = useLocation();
  const now = useServerNow();
  const isHistory = useHistory() !== null;
  if (isHistory || !isCovered(pathname)) return null;
  const params = new URLSearchParams(search);
  params.set('at', formatAt(Math.floor((now - BACK_MS) / MINUTE_MS) * MINUTE_MS));
  return (
    <Link to={`?${params.toString()}`} title="Show this page as it was in the past">
      Time machine
    </Link>
  );
}
