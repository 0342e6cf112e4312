import { minuteOf } from './live-model.js';
import { ACTIVITY_MINUTES } from './minute-ring.js';
const RATE_MINUTES = 5;
/** A tunnel in short, as of a reference time (epoch ms). */
export function summariseTunnel({ gateway, matchkey, activity, verdict }, referenceTime) {
    const last = minuteOf(referenceTime);
    return {
        gateway,
        matchkey,
        firstTime: activity.firstTime,
        lastTime: activity.lastTime,
        counts: activity.counts(),
        total: activity.total,
        recent: activity.recent(last, ACTIVITY_MINUTES),
        recentTotal: activity.failures(last, ACTIVITY_MINUTES),
        perMinute: activity.failures(last, RATE_MINUTES) / RATE_MINUTES,
        verdict,
    };
}
/** A gateway in short, as of a reference time (epoch ms). */
export function summariseGateway({ gateway, activity, tunnels }, life, referenceTime) {
    const last = minuteOf(referenceTime);
    return {
        gateway,
        members: [...(life?.members ?? [])].sort(),
        lastTime: activity.total === 0 ? null : activity.lastTime,
        lastArrival: life?.lastArrival ?? null,
        skewMs: life?.skewMs ?? null,
        silence: life?.silence ?? null,
        tunnels: tunnels.length,
        counts: activity.counts(),
        recent: activity.recent(last, ACTIVITY_MINUTES),
        recentTotal: activity.failures(last, ACTIVITY_MINUTES),
    };
}
/** The tunnels with most events of a class in the activity window, worst first, with one point a minute. */
export function worstTunnels(model, classIndex, referenceTime, most) {
    const last = minuteOf(referenceTime);
    const found = [];
    for (const tunnel of model.active) {
        const count = tunnel.activity.classSum(classIndex, last, ACTIVITY_MINUTES);
        if (count > 0)
            found.push({ tunnel, count });
    }
    found.sort((a, b) => b.count - a.count || a.tunnel.id - b.tunnel.id);
    return found.slice(0, most).map(({ tunnel, count }) => ({
        gateway: tunnel.gateway,
        matchkey: tunnel.matchkey,
        count,
        perMinute: tunnel.activity.classSum(classIndex, last, RATE_MINUTES) / RATE_MINUTES,
        spark: tunnel.activity.spark(classIndex, last, ACTIVITY_MINUTES),
        verdict: tunnel.verdict,
    }));
}
//# sourceMappingURL=tunnel-summary.js.map