import { iso } from './present.js';
/** A diagnosis as HTTP gives it: times in ISO 8601. */
export function presentDiagnosis(diagnosis) {
    const { verdictsOver, history, window, points } = diagnosis;
    return {
        ...diagnosis,
        ...isoSpan(diagnosis),
        verdictsOver: verdictsOver === null ? null : isoSpan(verdictsOver),
        history: history.map((span) => ({ ...span, ...isoSpan(span) })),
        window: {
            ...window,
            rate: window.rate === null ? null : { ...window.rate, ...isoSpan(window.rate) },
            rekeys: window.rekeys.map(iso),
            own: window.own === null ? null : { ...window.own, at: iso(window.own.at) },
            forecasts: window.forecasts.map(({ at, earliest, latest, seenAt, ...forecast }) => ({
                ...forecast,
                ...{ at: iso(at), earliest: iso(earliest), latest: iso(latest), seenAt: iso(seenAt) },
            })),
        },
        points: points.map((point) => ({ ...point, time: iso(point.time) })),
    };
}
function isoSpan({ from, to }) {
    return { from: iso(from), to: iso(to) };
}
//# sourceMappingURL=present-diagnosis.js.map