import {
  alertsSeenBodySchema,
  personalSettingsAnswerSchema,
  personalSettingsSchema,
} from '@tunnelwatch/shared/personal-settings';
import type { PeopleService } from '../../people/people-service.js';
import { knownPrincipal } from '../access-guard.js';
import { parseBody, type Route } from '../route.js';
import { valueOf } from './present-people.js';

/** One's own settings, the same on every device. */
export function settingsRoutes(desk: PeopleService): Route[] {
  return [
    {
      method: 'get',
      path: '/session/settings',
      access: 'viewer',
      summary: 'Your personal settings; null for a token, and where nobody signs in: there the browser keeps them',
      answer: personalSettingsAnswerSchema,
      handle: (request, response) => {
        response.json({ settings: desk.settings(knownPrincipal(request)) });
      },
    },
    {
      method: 'put',
      path: '/session/settings',
      access: 'viewer',
      summary: 'Replaces your personal settings',
      body: personalSettingsSchema,
      answer: personalSettingsAnswerSchema,
      handle: (request, response) => {
        const settings = parseBody(personalSettingsSchema, request);
        response.json({ settings: valueOf(desk.setSettings(knownPrincipal(request), settings)) });
      },
    },
    {
      method: 'put',
      path: '/session/alerts-seen',
      access: 'viewer',
      summary: 'Says that you have seen the alerts with news up to a time; an earlier one changes nothing',
      body: alertsSeenBodySchema,
      answer: personalSettingsAnswerSchema,
      handle: (request, response) => {
        const { at } = parseBody(alertsSeenBodySchema, request);
        response.json({ settings: valueOf(desk.seeAlerts(knownPrincipal(request), at)) });
      },
    },
  ];
}
