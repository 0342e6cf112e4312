import { apiTunnelDiagnosisSchema, tunnelTimeQuerySchema } from '@tunnelwatch/shared/api';
import { collectDiagnosis } from './collect-diagnosis.js';
import { presentDiagnosis } from './present-diagnosis.js';
import { tunnelTimeOf } from './tunnel-time.js';
/** What the drops of a tunnel are consistent with. */
export function diagnosisRoutes(context) {
    return [
        {
            method: 'get',
            path: '/tunnels/{gateway}/{matchkey}/diagnosis',
            access: 'viewer',
            summary: 'What the drops of a tunnel within a time are consistent with: verdicts with their evidence, the analysis of its window, and when its counters end',
            query: tunnelTimeQuerySchema,
            answer: apiTunnelDiagnosisSchema,
            handle: async (request, response) => {
                const scope = tunnelTimeOf(request, context.referenceTime());
                response.json(presentDiagnosis(await collectDiagnosis(scope, context)));
            },
        },
    ];
}
//# sourceMappingURL=diagnosis-routes.js.map