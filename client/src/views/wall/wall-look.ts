import { USUAL_WALL, WALL_LIMITS, type WallPage, type WallSettings } from '@tunnelwatch/shared/wall';
import { type Theme, themeFrom } from '../../theme/theme.js';

/** How a wall looks and sounds: of one that an admin made its settings, of the wall with all gateways what its URL says. */
export interface WallLook extends Pick<
  WallSettings,
  'pages' | 'secondsPerPage' | 'distanceM' | 'diagonalIn' | 'overscanPercent'
> {
  readonly theme: Theme;
  /** Null leaves it to this browser's setting. */
  readonly sound: 'on' | 'off' | null;
}

/** The look of a wall that an admin made. */
export function lookOf({ sound, ...settings }: WallSettings): WallLook {
  return { ...settings, sound: sound ? 'on' : 'off' };
}

/**
 * The look in a URL's query, `?distance=5&diagonal=55&overscan=2.5&theme=dark&sound=on&pages=overview,gateways&seconds=20`;
 * what is absent or implausible is as usual. A wall is dark, whatever the person who set it up prefers on their own pages.
 * Television sets that "scale to fit" crop about 2.5 % at each edge; on those that do not, the unused strip is not missed.
 */
export function lookFrom(search: URLSearchParams): WallLook {
  const sound = search.get('sound');
  return {
    pages: pagesFrom(search.get('pages')),
    secondsPerPage: Math.round(
      numberWithin(search.get('seconds'), WALL_LIMITS.secondsPerPage, USUAL_WALL.secondsPerPage),
    ),
    distanceM: numberWithin(search.get('distance'), WALL_LIMITS.distanceM, USUAL_WALL.distanceM),
    diagonalIn: numberWithin(search.get('diagonal'), WALL_LIMITS.diagonalIn, USUAL_WALL.diagonalIn),
    overscanPercent: numberWithin(search.get('overscan'), WALL_LIMITS.overscanPercent, USUAL_WALL.overscanPercent),
    theme: themeFrom(search.get('theme')) ?? USUAL_WALL.theme,
    sound: sound === 'on' || sound === 'off' ? sound : null,
  };
}

const PAGES: readonly WallPage[] = ['overview', 'alerts', 'tunnels', 'gateways'];

function pagesFrom(text: string | null): WallPage[] {
  const names = (text ?? '').split(',');
  const pages = names.flatMap((name) => PAGES.find((page) => page === name) ?? []);
  return pages.length === 0 ? [...USUAL_WALL.pages] : [...new Set(pages)];
}

function numberWithin(
  text: string | null,
  { min, max }: { readonly min: number; readonly max: number },
  usual: number,
): number {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return value >= min && value <= max ? value : usual;
}
