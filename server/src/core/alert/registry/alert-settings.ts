import { MINUTE_MS } from '@tunnelwatch/shared/time-units';

/** How alerts live. Times are milliseconds. */
export interface AlertSettings {
  /** An event older than this on arrival raises no live alert and is listed as past. */
  pastAfterMs: number;
  /** An alert of events returns to normal when none came for so long. */
  quietMs: number;
  /** So many turns within `chatterWithinMs` are chattering; it then takes `chatterHoldMs` of quiet to return. */
  chatterTurns: number;
  chatterWithinMs: number;
  chatterHoldMs: number;
  /** An acknowledged alert is unacknowledged again when its rate is this many times what it was. */
  realarmFactor: number;
  /** So many subjects of one gateway with the same rule within `foldWithinMs` are one alert. */
  foldFrom: number;
  foldWithinMs: number;
  /** So many alerts of one rule may be open; further ones are counted in one. */
  mostPerRule: number;
  /** So many new alerts within `floodWithinMs` begin a flood; fewer than `floodEndsBelow` end it. */
  floodFrom: number;
  floodEndsBelow: number;
  floodWithinMs: number;
}

/** Defaults that fit a large network; the figures of floods and chattering are those of EEMUA 191. */
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
};
