import { ALERT_ACTIONS, type AlertAction } from '@tunnelwatch/shared/alert-command';
import { alertActionBodySchema, apiAlertSchema, bulkAnswerSchema, bulkBodySchema } from '@tunnelwatch/shared/api';
import { carryOut } from '../carry-out.js';
import type { ApiContext } from '../api-context.js';
import { presentAlert } from '../present.js';
import { idParameter, parseBody, type Route } from '../route.js';

/** Actions on alerts: each on one alert, and any on all alerts that match a filter. */
export function alertActionRoutes(context: ApiContext): Route[] {
  return [
    ...ALERT_ACTIONS.map((action) => actionRoute(context, action)),
    {
      method: 'post',
      path: '/alerts/bulk',
      access: 'operator',
      summary: 'Applies an action to all alerts that match a filter; with dryRun, only counts them',
      body: bulkBodySchema,
      answer: bulkAnswerSchema,
      handle: async (request, response) => {
        const command = parseBody(bulkBodySchema, request);
        const { matched, changed } = await carryOut(context, request, ['actOnAll', command]);
        response.json({ matched, changed, dryRun: command.dryRun });
      },
    },
  ];
}

const ACTION_WORDS: Readonly<Record<AlertAction, string>> = {
  acknowledge: 'Acknowledges an alert; with `until`, the acknowledgement expires',
  unacknowledge: 'Removes an acknowledgement',
  assign: 'Assigns an alert to a user, or unassigns it with null',
  comment: 'Adds a comment',
  shelve: 'Shelves an alert until a given time, eight hours at most',
  unshelve: 'Unshelves an alert',
  close: 'Closes a latched alert; requires a comment',
  reopen: 'Opens an alert that was closed, as long as its condition has not come back as another one',
};

function actionRoute(context: ApiContext, action: AlertAction): Route {
  return {
    method: 'post',
    path: `/alerts/{id}/${action}`,
    access: 'operator',
    summary: `${ACTION_WORDS[action]}. Refused with 409 and the current state if the version is not the newest`,
    body: alertActionBodySchema,
    answer: apiAlertSchema,
    handle: async (request, response) => {
      const body = parseBody(alertActionBodySchema, request);
      const command = { ...body, id: idParameter(request, 'alert'), action };
      const { alert } = await carryOut(context, request, ['act', command], (refused) =>
        refused.alert === null ? undefined : presentAlert(refused.alert, context.names()),
      );
      response.json(presentAlert(alert, context.names()));
    },
  };
}
