import type { AlertClass } from '@tunnelwatch/shared/alert';
import { type ApiRoute, type RouteFields, WEEKDAYS } from '@tunnelwatch/shared/notification-settings';
import type { Priority } from '@tunnelwatch/shared/priority';
import { linesOf, typedText } from '../../../components/form/lines.js';

/** A route as the form has it: what is typed, as it is typed. None of a list is no condition. */
export interface RouteDraft {
  readonly channels: readonly string[];
  readonly priorities: readonly Priority[];
  readonly classes: readonly AlertClass[];
  /** One name or pattern per line. */
  readonly gateways: string;
  readonly sites: string;
  readonly tunnels: string;
  readonly hours: string;
  /** Days or ranges of days, separated by commas. */
  readonly days: string;
  readonly timeZone: string;
  readonly isContinued: boolean;
  readonly escalateAfterMinutes: string;
}

/** The form's values for a route, or for a new one. */
export function draftOf(route: RouteFields | null): RouteDraft {
  const { channels = [], priorities = [], classes = [], ...others }: Partial<RouteFields> = route ?? {};
  return {
    channels,
    priorities,
    classes,
    gateways: typedText(others.gateways),
    sites: typedText(others.sites),
    tunnels: typedText(others.tunnels),
    hours: typedText(others.hours),
    days: typedText(others.days).replaceAll('\n', ', '),
    timeZone: typedText(others.timeZone),
    isContinued: others.continue === true,
    escalateAfterMinutes: typedText(others.escalateAfterMinutes),
  };
}

/** The route that is sent; the server says what is wrong with it. */
export function fieldsOf(draft: RouteDraft): RouteFields {
  const { channels, priorities, classes, isContinued, escalateAfterMinutes } = draft;
  const lines = (part: 'gateways' | 'sites' | 'tunnels') => {
    const names = linesOf(draft[part]);
    return names.length === 0 ? {} : { [part]: names };
  };
  const typed = (part: 'hours' | 'timeZone') => (draft[part].trim() === '' ? {} : { [part]: draft[part].trim() });
  const days = linesOf(draft.days.replaceAll(',', '\n'));
  return {
    channels: [...channels],
    ...lines('gateways'),
    ...lines('sites'),
    ...lines('tunnels'),
    ...(classes.length === 0 ? {} : { classes: [...classes] }),
    ...(priorities.length === 0 ? {} : { priorities: [...priorities] }),
    ...typed('hours'),
    ...(days.length === 0 ? {} : { days }),
    ...typed('timeZone'),
    ...(isContinued ? { continue: true } : {}),
    ...(escalateAfterMinutes.trim() === '' ? {} : { escalateAfterMinutes: Number(escalateAfterMinutes) }),
  };
}

/** A route as it is sent back unchanged. */
export function sentRoute({ origin: _, missing: _missing, ...fields }: ApiRoute): RouteFields {
  return fields;
}

/** An example of days for the form. */
export const DAYS_EXAMPLE = `${WEEKDAYS[1]}-${WEEKDAYS[5]}, ${WEEKDAYS[0]}`;
