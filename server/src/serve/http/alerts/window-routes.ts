import { apiWindowSchema, windowPageSchema } from '@tunnelwatch/shared/api';
import { maintenanceWindowBodySchema } from '@tunnelwatch/shared/maintenance-window';
import { carryOut } from '../carry-out.js';
import type { ApiContext } from '../api-context.js';
import { presentWindow } from '../present.js';
import { parseBody, idParameter, type Route } from '../route.js';

/** Maintenance windows: expected alerts are suppressed, and listed. */
export function windowRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/maintenance-windows',
      access: 'viewer',
      summary: 'Maintenance windows of the last week, active and scheduled ones, earliest first',
      answer: windowPageSchema,
      handle: (_request, response) => {
        response.json({
          items: context.maintenanceWindows().map((window) => presentWindow(window, context.names())),
          nextCursor: null,
        });
      },
    },
    {
      method: 'post',
      path: '/maintenance-windows',
      access: 'operator',
      summary: 'Creates a maintenance window for a gateway, a tunnel or a class',
      body: maintenanceWindowBodySchema,
      answer: apiWindowSchema,
      handle: async (request, response) => {
        const body = parseBody(maintenanceWindowBodySchema, request);
        const { window } = await carryOut(context, request, ['addWindow', body]);
        response.json(presentWindow(window, context.names()));
      },
    },
    {
      method: 'post',
      path: '/maintenance-windows/{id}/end',
      access: 'operator',
      summary: 'Ends a maintenance window now, or cancels one that has not started',
      answer: apiWindowSchema,
      handle: async (request, response) => {
        const id = idParameter(request, 'maintenance window');
        const { window } = await carryOut(context, request, ['endWindow', { id }]);
        response.json(presentWindow(window, context.names()));
      },
    },
  ];
}
