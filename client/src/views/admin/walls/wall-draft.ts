import { linesOf } from '../../../components/form/lines.js';
import { type ApiWall, USUAL_WALL, WALL_PAGES, type WallPage, type WallSettings } from '@tunnelwatch/shared/wall';

/** A wall as the form has it: what is typed, as it is typed. */
export interface WallDraft extends Omit<
  WallSettings,
  'gateways' | 'secondsPerPage' | 'distanceM' | 'diagonalIn' | 'overscanPercent'
> {
  /** One name or pattern per line. */
  readonly gateways: string;
  readonly secondsPerPage: string;
  readonly distanceM: string;
  readonly diagonalIn: string;
  readonly overscanPercent: string;
}

export const PAGE_LABEL: Readonly<Record<WallPage, string>> = {
  overview: 'Overview: alerts, worst tunnels, gateways',
  alerts: 'Alerts',
  tunnels: 'Worst tunnels',
  gateways: 'Gateways',
};

/** The form's values for a wall, or for a new one. */
export function draftOf(wall: ApiWall | null): WallDraft {
  const {
    id: _id,
    updatedAt: _at,
    updatedBy: _by,
    ...settings
  } = wall ?? { ...USUAL_WALL, name: '', id: 0, updatedAt: 0, updatedBy: '' };
  return {
    ...settings,
    gateways: settings.gateways.join('\n'),
    secondsPerPage: String(settings.secondsPerPage),
    distanceM: String(settings.distanceM),
    diagonalIn: String(settings.diagonalIn),
    overscanPercent: String(settings.overscanPercent),
  };
}

/** The names and patterns that are typed. */
export function patternsOf({ gateways }: Pick<WallDraft, 'gateways'>): string[] {
  return linesOf(gateways);
}

/** What is sent; the server says what is out of bounds. */
export function settingsOf(draft: WallDraft): WallSettings {
  return {
    ...draft,
    name: draft.name.trim(),
    gateways: patternsOf(draft),
    // In the order of the form: the pages take turns in it.
    pages: WALL_PAGES.filter((page) => draft.pages.includes(page)),
    secondsPerPage: Number(draft.secondsPerPage),
    distanceM: Number(draft.distanceM),
    diagonalIn: Number(draft.diagonalIn),
    overscanPercent: Number(draft.overscanPercent),
  };
}
