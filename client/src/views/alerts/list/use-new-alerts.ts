import { newsAt, type ShownAlert } from '@tunnelwatch/shared/alert';
import { SECOND_MS } from '@tunnelwatch/shared/time-units';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useHistory } from '../../../history/history-context.js';
import { useLink } from '../../../live/use-live.js';
import { usePersonalSettings } from '../../../settings/use-personal-settings.js';
import { type Look, nextLook } from './seen-alerts.js';
import { useIsLooking } from './use-is-looking.js';

/** A shorter glance does not count, and a flood is kept no more often. */
const SEEN_AFTER_MS = 5 * SECOND_MS;

/** What has arrived, or had news, since the person at this page last looked at the list. */
export interface NewAlerts {
  readonly ids: ReadonlySet<number>;
  /** When that was, epoch ms; null until it is known. */
  readonly since: number | null;
  /** Takes all of them as seen. */
  readonly settle: () => void;
}

/**
 * Tells what is new to the person at this page, and keeps how far they have looked. That is kept for the person, so that what
 * was seen on one device is not new on another; where nobody signs in it is this browser's.
 *
 * @param alerts all in the list; null until they are there
 */
export function useNewAlerts(alerts: readonly ShownAlert[] | null): NewAlerts {
  const { settings, seeAlerts } = usePersonalSettings();
  const isPresent = useHistory() === null;
  const isLooking = useIsLooking() && isPresent;
  // Of an empty list. What is under way to the page is not seen.
  const { clockOffsetMs } = useLink();
  const [openedAt] = useState(() => Date.now() + clockOffsetMs - SEEN_AFTER_MS);
  const mark = settings.alertsSeenAt === null ? null : Date.parse(settings.alertsSeenAt);
  const upTo = useMemo(
    () => (alerts === null ? null : alerts.reduce((latest, alert) => Math.max(latest, newsAt(alert)), openedAt)),
    [alerts, openedAt],
  );
  const [look, setLook] = useState<Look>({ isLooking: false, since: null, isKept: false });
  const next = nextLook(look, { isLooking, mark, upTo });
  if (next !== look) setLook(next);
  const { since } = next;
  const latest = useRef(upTo);
  useEffect(() => {
    latest.current = upTo;
  });
  const isToKeep = isLooking && upTo !== null && upTo > (mark ?? Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (!isToKeep) return undefined;
    const timer = setTimeout(() => {
      if (latest.current === null) return;
      setLook((old) => ({ ...old, isKept: true }));
      void seeAlerts(new Date(latest.current).toISOString());
    }, SEEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isToKeep, mark, seeAlerts]);
  const ids = useMemo(
    () =>
      new Set(
        since === null || !isPresent ? [] : (alerts ?? []).filter((alert) => newsAt(alert) > since).map(({ id }) => id),
      ),
    [alerts, since, isPresent],
  );
  return {
    ids,
    since,
    settle: () => {
      setLook((old) => ({ ...old, since: upTo, isKept: true }));
      if (upTo !== null) void seeAlerts(new Date(upTo).toISOString());
    },
  };
}
