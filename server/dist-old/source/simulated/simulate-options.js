import { FORMAT_CHOICES } from './line-format.js';
import { SCENARIOS } from './scenarios/scenario.js';
/** A value that cannot be used, with what to do about it. */
export class UsageError extends Error {
    name = 'UsageError';
}
export const SIMULATE_DEFAULTS = {
    rate: 20,
    floodRate: 100_000,
    tunnels: 400,
    gateways: 2,
    seed: 1,
    keep: 3,
    start: '2026-02-10T17:00:00Z',
};
/** Checks the flags and fills in what was not given. Throws a UsageError naming the flag, its value and the remedy. */
export function planSimulation(flags) {
    const scenario = choice('--scenario', flags.scenario ?? 'mixed', SCENARIOS);
    const isLive = flags.live === true || flags.syslog !== undefined || (flags.lines ?? flags.duration) === undefined;
    if (isLive && flags.start !== undefined) {
        throw new UsageError(`--start ${flags.start}: a run at wall-clock pace starts now; give --lines or --duration without --live and --syslog, or leave --start out`);
    }
    const usualRate = scenario === 'flood' ? SIMULATE_DEFAULTS.floodRate : SIMULATE_DEFAULTS.rate;
    const seconds = number('--duration', flags.duration, { least: 0.001, most: 31_536_000, unit: 'seconds' });
    return {
        target: target(flags),
        scenario,
        format: choice('--format', flags.format ?? (flags.syslog === undefined ? 'rsyslog' : 'rfc5424'), FORMAT_CHOICES),
        rate: number('--rate', flags.rate, { least: 0.001, most: 10_000_000, unit: 'lines per second' }) ?? usualRate,
        tunnels: whole('--tunnels', flags.tunnels, 1, 200_000) ?? SIMULATE_DEFAULTS.tunnels,
        gateways: whole('--gateways', flags.gateways, 1, 1000) ?? SIMULATE_DEFAULTS.gateways,
        seed: whole('--seed', flags.seed, 0, Number.MAX_SAFE_INTEGER) ?? SIMULATE_DEFAULTS.seed,
        lines: whole('--lines', flags.lines, 1, Number.MAX_SAFE_INTEGER),
        durationMs: seconds === undefined ? undefined : seconds * 1000,
        isLive,
        startMs: moment('--start', flags.start ?? SIMULATE_DEFAULTS.start),
    };
}
function target(flags) {
    const { out, syslog } = flags;
    if (out !== undefined && syslog !== undefined) {
        throw new UsageError(`--out ${out} and --syslog ${syslog}: lines go to one place; give only one of the two`);
    }
    const rotateBytes = whole('--rotate-bytes', flags.rotateBytes, 1024, Number.MAX_SAFE_INTEGER);
    const keep = whole('--keep', flags.keep, 0, 1000);
    const isFile = out !== undefined && out !== '-';
    if (rotateBytes !== undefined && !isFile) {
        throw new UsageError(`--rotate-bytes ${rotateBytes}: only a file is rotated; give --out FILE as well`);
    }
    if (keep !== undefined && rotateBytes === undefined) {
        throw new UsageError(`--keep ${keep}: nothing is rotated; give --rotate-bytes N as well`);
    }
    if (syslog !== undefined)
        return { kind: 'syslog', to: syslogTarget(syslog) };
    if (!isFile)
        return { kind: 'stdout' };
    if (out === '')
        throw new UsageError('--out "": the file has no name; give a path, or - for standard output');
    return { kind: 'file', path: out, rotateBytes, keep: keep ?? SIMULATE_DEFAULTS.keep };
}
function syslogTarget(text) {
    const parts = /^udp:\/\/(?:\[([0-9A-Fa-f:.%]+)\]|([^\s:/[\]]+)):(\d{1,5})$/.exec(text);
    const host = parts?.[1] ?? parts?.[2];
    const port = Number(parts?.[3]);
    if (host === undefined || !(port >= 1 && port <= 65_535)) {
        throw new UsageError(`--syslog ${text}: not an address; write udp://HOST:PORT with a port of 1 to 65535, such as udp://127.0.0.1:5514`);
    }
    return { host, port };
}
function choice(flag, value, names) {
    const name = names.find((candidate) => candidate === value);
    if (name === undefined)
        throw new UsageError(`${flag} ${value}: not known; use one of ${names.join(', ')}`);
    return name;
}
function number(flag, value, { least, most, unit }) {
    if (value === undefined)
        return undefined;
    const parsed = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
    if (!(parsed >= least && parsed <= most)) {
        throw new UsageError(`${flag} ${value}: give a number of ${unit} from ${least} to ${most}`);
    }
    return parsed;
}
function whole(flag, value, least, most) {
    if (value === undefined)
        return undefined;
    const parsed = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(parsed >= least && parsed <= most)) {
        throw new UsageError(`${flag} ${value}: give a whole number from ${least} to ${most}`);
    }
    return parsed;
}
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
function moment(flag, value) {
    const parsed = MOMENT.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(parsed) || parsed < 0) {
        throw new UsageError(`${flag} ${value}: not a time; write ISO 8601 with an offset, such as 2026-02-10T17:00:00Z`);
    }
    return parsed;
}
//# sourceMappingURL=simulate-options.js.map