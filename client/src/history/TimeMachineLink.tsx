import { Link, useLocation } from 'react-router';
import { useServerNow } from '../time/use-server-now.js';
import { useReplay } from './history-context.js';
import { isCovered, replayText } from './at-parameter.js';

const BACK_MS = 15 * 60_000;

/** Opens the page as it was a quarter of an hour ago; from there on the bar of the replay moves it. */
export function LookBack() {
  const { pathname, search } = useLocation();
  const now = useServerNow();
  const isReplay = useReplay() !== null;
  if (isReplay || !isCovered(pathname)) return null;
  const params = new URLSearchParams(search);
  params.set('at', replayText(Math.floor((now - BACK_MS) / 60_000) * 60_000));
  return (
    <Link to={`?${params.toString()}`} title="Show this page as it was">
      Look back
    </Link>
  );
}
