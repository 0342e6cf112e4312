import { tunnelTimeQuerySchema } from '@tunnelwatch/shared/api';
import { CHART_WINDOWS } from '@tunnelwatch/shared/series';
import { fromPathSegment } from '@tunnelwatch/shared/subject';
import { HttpProblem } from './http-problem.js';
import { parseQuery, pathParameter } from './route.js';
/** The tunnel that a path names and the time that its query names, epoch ms; a window ends at the reference time. */
export function tunnelTimeOf(request, referenceTime) {
    const { window, to = referenceTime + 1, ...named } = parseQuery(tunnelTimeQuerySchema, request);
    const from = named.from ?? to - CHART_WINDOWS[window].spanMs;
    if (from >= to)
        throw new HttpProblem(400, 'bad-request', 'from: it must lie before to');
    const gateway = fromPathSegment(pathParameter(request, 'gateway'));
    const matchkey = fromPathSegment(pathParameter(request, 'matchkey'));
    return { gateway, matchkey, from, to };
}
//# sourceMappingURL=tunnel-time.js.map