import { Link, useLocation } from 'react-router';
import { useServerNow } from '../time/use-server-now.js';
import { useHistory } from './history-context.js';
import { isCovered, formatAt, timeMachineStart } from './at-parameter.js';

interface TimeMachineLinkProps {
  readonly className?: string | undefined;
  readonly onClick?: () => void;
}

/** Opens the page as it was 15 minutes ago; from there the history bar takes over. */
export function TimeMachineLink({ className, onClick }: TimeMachineLinkProps) {
  const { pathname, search } = useLocation();
  const now = useServerNow();
  const isHistory = useHistory() !== null;
  if (isHistory || !isCovered(pathname)) return null;
  const params = new URLSearchParams(search);
  params.set('at', formatAt(timeMachineStart(now)));
  return (
    <Link
      className={className}
      onClick={onClick}
      to={`?${params.toString()}`}
      title="Show this page as it was in the past"
    >
      Time machine
    </Link>
  );
}
