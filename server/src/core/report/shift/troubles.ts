import type { Alert } from '@tunnelwatch/shared/alert';
import type { Report } from '@tunnelwatch/shared/report';
import { named, type Naming } from '../../inventory/shown.js';
import type { AlertTrack } from './alert-tracks.js';

type Trouble = Report['monitoring']['items'][number];

/** Alerts about the monitoring itself: silence, clocks and lag. */
export function troubleTracks(tracks: readonly AlertTrack[]): AlertTrack[] {
  return tracks.filter((track) => track.class === 'monitoring' && !track.isPast && track.foldedInto === null);
}

/** When such a problem began and ended. @param alert as it was at the end of the period */
export function troubleOf(alert: Alert, { returnedAt }: Pick<AlertTrack, 'returnedAt'>, names: Naming): Trouble {
  const { id: alertId, rule, subject, message, openedAt, isActive, lastAt } = alert;
  const to = isActive ? null : (returnedAt ?? lastAt);
  return named({ alertId, rule, subject, message, from: openedAt, to }, names);
}
