import { apiTunnelDiagnosisSchema, tunnelTimeQuerySchema } from '@tunnelwatch/shared/api';
import type { ApiContext } from '../api-context.js';
import { collectDiagnosis } from './collect-diagnosis.js';
import { presentDiagnosis } from './present-diagnosis.js';
import type { Route } from '../route.js';
import { tunnelTimeOf } from './tunnel-time.js';

/** What the drops of a tunnel are consistent with. */
export function diagnosisRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/tunnels/{gateway}/{matchkey}/diagnosis',
      access: 'viewer',
      summary:
        'What the drops of a tunnel in a time range are consistent with: verdicts with their evidence, window analysis, and counter exhaustion forecast',
      query: tunnelTimeQuerySchema,
      answer: apiTunnelDiagnosisSchema,
      handle: async (request, response) => {
        const scope = tunnelTimeOf(request, context.referenceTime());
        response.json(presentDiagnosis(await collectDiagnosis(scope, context)));
      },
    },
  ];
}
