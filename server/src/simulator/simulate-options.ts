import { FORMAT_CHOICES, type FormatChoice } from './line-format.js';
import { SCENARIOS, type ScenarioName } from './scenarios/scenario-names.js';
import type { SyslogTarget } from './syslog-sink.js';

/** The words of a command line, as they were typed. */
export interface SimulateFlags {
  out?: string;
  syslog?: string;
  rate?: string;
  tunnels?: string;
  gateways?: string;
  seed?: string;
  duration?: string;
  lines?: string;
  format?: string;
  scenario?: string;
  start?: string;
  live?: boolean;
  rotateBytes?: string;
  keep?: string;
  truth?: string;
  window?: string;
}

type SimulateTarget =
  | { kind: 'file'; path: string; rotateBytes: number | undefined; keep: number }
  | { kind: 'syslog'; to: SyslogTarget }
  | { kind: 'stdout' };

/** Where the truth about the log goes: a path, or standard output. */
type TruthTarget = { kind: 'file'; path: string } | { kind: 'stdout' };

export interface SimulatePlan {
  target: SimulateTarget;
  seed: number;
  rate: number;
  tunnels: number;
  gateways: number;
  scenario: ScenarioName;
  format: FormatChoice;
  lines: number | undefined;
  durationMs: number | undefined;
  isLive: boolean;
  /** First moment of a run in virtual time, epoch ms. */
  startMs: number;
  /** Undefined where nobody wants to know. */
  truth: TruthTarget | undefined;
  /** The window of all tunnels, packets; undefined for each its own. */
  windowSize: number | undefined;
}

/** A value that cannot be used, with what to do about it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const SIMULATE_DEFAULTS = {
  rate: 20,
  floodRate: 100_000,
  tunnels: 400,
  gateways: 2,
  seed: 1,
  keep: 3,
  start: '2026-02-10T17:00:00Z',
} as const;

/** Checks the flags and fills in what was not given. Throws a UsageError naming the flag, its value and the remedy. */
export function planSimulation(flags: SimulateFlags): SimulatePlan {
  const scenario = choice('--scenario', flags.scenario ?? 'mixed', SCENARIOS);
  const isLive = flags.live === true || flags.syslog !== undefined || (flags.lines ?? flags.duration) === undefined;
  if (isLive && flags.start !== undefined) {
    throw new UsageError(
      `--start ${flags.start}: a run at wall-clock pace starts now; give --lines or --duration without --live and --syslog, or leave --start out`,
    );
  }
  const usualRate = scenario === 'flood' ? SIMULATE_DEFAULTS.floodRate : SIMULATE_DEFAULTS.rate;
  const seconds = number('--duration', flags.duration, { least: 0.001, most: 31_536_000, unit: 'seconds' });
  const lines = target(flags);
  return {
    target: lines,
    truth: truthTarget(flags.truth, lines),
    windowSize: windowSize(flags.window),
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

function target(flags: SimulateFlags): SimulateTarget {
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
  if (syslog !== undefined) return { kind: 'syslog', to: syslogTarget(syslog) };
  if (!isFile) return { kind: 'stdout' };
  if (out === '') throw new UsageError('--out "": the file has no name; give a path, or - for standard output');
  return { kind: 'file', path: out, rotateBytes, keep: keep ?? SIMULATE_DEFAULTS.keep };
}

function truthTarget(truth: string | undefined, lines: SimulateTarget): TruthTarget | undefined {
  if (truth === undefined) return undefined;
  if (truth === '') throw new UsageError('--truth "": the file has no name; give a path, or - for standard output');
  if (truth !== '-') {
    if (lines.kind === 'file' && lines.path === truth) {
      throw new UsageError(`--truth ${truth}: the log goes there; give the truth a file of its own`);
    }
    return { kind: 'file', path: truth };
  }
  if (lines.kind === 'stdout') {
    throw new UsageError('--truth -: standard output has the log; give --out FILE or --syslog as well');
  }
  return { kind: 'stdout' };
}

function windowSize(text: string | undefined): number | undefined {
  const size = whole('--window', text, 32, 4096);
  if (size !== undefined && size % 32 !== 0) throw new UsageError(`--window ${size}: give a multiple of 32`);
  return size;
}

function syslogTarget(text: string): SyslogTarget {
  const parts = /^udp:\/\/(?:\[([0-9A-Fa-f:.%]+)\]|([^\s:/[\]]+)):(\d{1,5})$/.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3]);
  if (host === undefined || !(port >= 1 && port <= 65_535)) {
    throw new UsageError(
      `--syslog ${text}: not an address; write udp://HOST:PORT with a port of 1 to 65535, such as udp://127.0.0.1:5514`,
    );
  }
  return { host, port };
}

function choice<Name extends string>(flag: string, value: string, names: readonly Name[]): Name {
  const name = names.find((candidate) => candidate === value);
  if (name === undefined) throw new UsageError(`${flag} ${value}: not known; use one of ${names.join(', ')}`);
  return name;
}

interface Range {
  least: number;
  most: number;
  unit: string;
}

function number(flag: string, value: string | undefined, { least, most, unit }: Range): number | undefined {
  if (value === undefined) return undefined;
  const parsed = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (!(parsed >= least && parsed <= most)) {
    throw new UsageError(`${flag} ${value}: give a number of ${unit} from ${least} to ${most}`);
  }
  return parsed;
}

function whole(flag: string, value: string | undefined, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  const parsed = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(parsed >= least && parsed <= most)) {
    throw new UsageError(`${flag} ${value}: give a whole number from ${least} to ${most}`);
  }
  return parsed;
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function moment(flag: string, value: string): number {
  const parsed = MOMENT.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(parsed) || parsed < 0) {
    throw new UsageError(`${flag} ${value}: not a time; write ISO 8601 with an offset, such as 2026-02-10T17:00:00Z`);
  }
  return parsed;
}
