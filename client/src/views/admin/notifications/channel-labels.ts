import { CLASS_LABEL } from '@tunnelwatch/shared/class-labels';
import { PRIORITY_LABEL } from '@tunnelwatch/shared/alert-labels';
import type { NotificationOccasion } from '@tunnelwatch/shared/notification';
import type { ApiRoute, ChannelKind, RouteFields } from '@tunnelwatch/shared/notification-settings';

export const KIND_LABEL: Readonly<Record<ChannelKind, string>> = {
  webhook: 'Webhook',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  email: 'E-mail',
  pagerduty: 'PagerDuty',
  ntfy: 'ntfy',
  alertmanager: 'Alertmanager',
};

/** What the secret of each kind is. */
export const SECRET_LABEL: Readonly<Record<ChannelKind, string>> = {
  webhook: 'Signing key',
  slack: 'URL of the incoming webhook',
  teams: 'URL of the workflow',
  email: 'Password',
  pagerduty: 'Integration key',
  ntfy: 'Token, or password of the user',
  alertmanager: 'Token, or password of the user',
};

/** What the address of each kind is, and what one looks like. */
export const ADDRESS_LABEL: Readonly<Record<ChannelKind, { readonly label: string; readonly example: string }>> = {
  webhook: { label: 'URL', example: 'https://noc.example/hooks/tunnelwatch' },
  slack: { label: 'URL', example: '' },
  teams: { label: 'URL', example: '' },
  email: { label: 'Mail server', example: 'smtp://mail.example:587' },
  pagerduty: { label: 'Events API; empty for events.pagerduty.com', example: 'https://events.eu.pagerduty.com' },
  ntfy: { label: 'Server', example: 'https://ntfy.example' },
  alertmanager: { label: 'URL', example: 'http://alertmanager.example:9093' },
};

export const OCCASION_LABEL: Readonly<Record<NotificationOccasion, string>> = {
  opened: 'New alert',
  raised: 'Condition returned',
  worsened: 'Priority rose',
  rateRose: 'Rate rose',
  newCritical: 'New Critical',
  unanswered: 'Not acknowledged in time',
  acknowledgementExpired: 'Acknowledgement expired',
  resumed: 'Shelving or window ended',
  returned: 'Condition cleared',
  acknowledge: 'Acknowledged',
  close: 'Closed',
};

/** The conditions of a route in words; none for one that matches every alert. */
export function conditionTexts(route: RouteFields): string[] {
  const { priorities, classes, gateways, sites, tunnels, hours, days, timeZone } = route;
  const listed = (what: string, names: readonly string[] | undefined): string[] =>
    names === undefined ? [] : [`${names.length === 1 ? what : `${what}s`} ${names.join(', ')}`];
  const times = [days?.join(', '), hours].filter((text) => text !== undefined).join(' ');
  return [
    ...(priorities === undefined ? [] : [priorities.map((each) => PRIORITY_LABEL[each]).join(', ')]),
    ...(classes === undefined ? [] : [classes.map((each) => CLASS_LABEL[each]).join(', ')]),
    ...listed('gateway', gateways),
    ...listed('site', sites),
    ...listed('tunnel', tunnels),
    ...(times === '' ? [] : [`${times}${timeZone === undefined ? '' : ` ${timeZone}`}`]),
  ];
}

/** What happens after a route has matched. */
export function afterwardsTexts({ continue: isContinued, escalateAfterMinutes }: RouteFields): string[] {
  return [
    ...(escalateAfterMinutes === undefined
      ? []
      : [`if not acknowledged, again after ${String(escalateAfterMinutes)} min, then the next route`]),
    ...(isContinued === true ? ['the routes below are tried too'] : []),
  ];
}

/** Why a route is not, or not wholly, in force; null if it is. */
export function missingText({ channels, missing }: ApiRoute): string | null {
  if (missing.length === 0) return null;
  const gone = `${missing.join(', ')} ${missing.length === 1 ? 'does' : 'do'} not exist`;
  return missing.length === channels.length ? `Set aside: ${gone}.` : `Left out: ${gone}.`;
}
