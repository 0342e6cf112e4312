import { USUAL_MAX_WINDOW_MS } from '@tunnelwatch/shared/maintenance-window';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';

/** How alerts live. Times are milliseconds. */
export interface AlertSettings {
  /** An event older than this on arrival raises no live alert and is listed as a late arrival. */
  pastAfterMs: number;
  /** An event alert returns to normal when no event has arrived for this long. */
  quietMs: number;
  /** This many transitions within `chatterWithinMs` are chattering; it then takes `chatterHoldMs` of quiet to return. */
  chatterTurns: number;
  chatterWithinMs: number;
  chatterHoldMs: number;
  /** An acknowledged alert is unacknowledged again when its rate is this many times what it was. */
  realarmFactor: number;
  /** This many subjects of one gateway with the same rule within `foldWithinMs` are one alert. */
  foldFrom: number;
  foldWithinMs: number;
  /** Maximum number of open alerts of one rule; further ones are counted in one. */
  mostPerRule: number;
  /** This many new alerts within `floodWithinMs` begin a flood; fewer than `floodEndsBelow` end it. */
  floodFrom: number;
  floodEndsBelow: number;
  floodWithinMs: number;
  /** The longest maintenance window. */
  maxWindowMs: number;
}

/** Defaults for a large network; the figures for floods and chattering are those of EEMUA 191. */
export const USUAL_ALERT_SETTINGS: AlertSettings = {
  pastAfterMs: 15 * MINUTE_MS,
  quietMs: 10 * MINUTE_MS,
  chatterTurns: 3,
  chatterWithinMs: 60_000,
  chatterHoldMs: 5 * MINUTE_MS,
  realarmFactor: 4,
  foldFrom: 5,
  foldWithinMs: 60_000,
  mostPerRule: 500,
  floodFrom: 10,
  floodEndsBelow: 5,
  floodWithinMs: 10 * MINUTE_MS,
  maxWindowMs: USUAL_MAX_WINDOW_MS,
};
