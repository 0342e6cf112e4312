/** An incident of a few planned messages, each as soon as the log has room; over some seconds after the last. */
export function createPlannedIncident(startMs, quietMs, plan) {
    let position = 0;
    const last = plan.at(-1)?.afterMs ?? 0;
    return {
        next(atMs) {
            const planned = plan[position];
            if (planned === undefined || atMs < startMs + planned.afterMs)
                return undefined;
            position += 1;
            return planned.message;
        },
        isOver: (atMs) => position >= plan.length && atMs >= startMs + last + quietMs,
        end: () => undefined,
    };
}
//# sourceMappingURL=planned-incident.js.map