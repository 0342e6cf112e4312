import { HttpProblem } from './http-problem.js';
/** The query of a request, parsed; what is wrong is said by name. */
export function parseQuery(schema, request) {
    return parseInput(schema, request.query);
}
/** The JSON body of a request, parsed. */
export function parseBody(schema, request) {
    const body = request.body;
    if (body === undefined) {
        throw new HttpProblem(400, 'bad-request', 'a JSON object is needed, sent with Content-Type: application/json');
    }
    return parseInput(schema, body);
}
function parseInput(schema, input) {
    const parsed = schema.safeParse(input);
    if (parsed.success)
        return parsed.data;
    const issue = parsed.error.issues[0];
    const name = issue?.path.map(String).join('.') ?? '';
    throw new HttpProblem(400, 'bad-request', name === '' ? (issue?.message ?? 'bad input') : `${name}: ${issue?.message ?? 'bad value'}`);
}
/** A path parameter, percent-decoded by the router. */
export function pathParameter(request, name) {
    const value = request.params[name];
    return typeof value === 'string' ? value : '';
}
//# sourceMappingURL=route.js.map