import type { CatchUp, OwnCounter, TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import type { CounterEnd, CounterRun, Forecast } from '@tunnelwatch/shared/sa-course';
import { iso } from '@tunnelwatch/shared/iso-time';

/** A diagnosis as HTTP returns it: times in ISO 8601. */
export function presentDiagnosis(diagnosis: TunnelDiagnosis) {
  const { verdictsOver, history, window, points } = diagnosis;
  return {
    ...diagnosis,
    ...isoSpan(diagnosis),
    verdictsOver: verdictsOver === null ? null : isoSpan(verdictsOver),
    history: history.map((span) => ({ ...span, ...isoSpan(span) })),
    window: {
      ...window,
      rate: window.rate === null ? null : { ...window.rate, ...isoSpan(window.rate) },
      dropShare: window.dropShare === null ? null : { ...window.dropShare, ...isoSpan(window.dropShare) },
      catchUp: window.catchUp === null ? null : isoCatchUp(window.catchUp),
      rekeys: window.rekeys.map(iso),
      own: window.own === null ? null : isoOwn(window.own),
      forecasts: window.forecasts.map(isoForecast),
      course: window.course.map(isoRun),
    },
    points: points.map((point) => ({ ...point, time: iso(point.time) })),
  };
}

function isoOwn(own: OwnCounter) {
  return { ...own, at: iso(own.at), end: own.end === null ? null : isoEnd(own.end) };
}

function isoEnd({ at, lastLostAt, foreseen, ...end }: CounterEnd) {
  return {
    ...end,
    at: iso(at),
    lastLostAt: iso(lastLostAt),
    foreseen: foreseen === null ? null : { first: isoForecast(foreseen.first), last: isoForecast(foreseen.last) },
  };
}

function isoCatchUp({ at, earliest, latest, seenAt, ...catchUp }: CatchUp) {
  return { ...catchUp, at: iso(at), earliest: iso(earliest), latest: iso(latest), seenAt: iso(seenAt) };
}

function isoForecast({ at, earliest, latest, seenAt, ...forecast }: Forecast) {
  return { ...forecast, at: iso(at), earliest: iso(earliest), latest: iso(latest), seenAt: iso(seenAt) };
}

function isoRun({ counter, samples }: CounterRun) {
  return { counter, samples: samples.map((sample) => ({ ...sample, time: iso(sample.time) })) };
}

function isoSpan({ from, to }: { from: number; to: number }) {
  return { from: iso(from), to: iso(to) };
}
