import { type FormatChoice } from './line-format.js';
import { type ScenarioName } from './scenarios/scenario.js';
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
}
type SimulateTarget = {
    kind: 'file';
    path: string;
    rotateBytes: number | undefined;
    keep: number;
} | {
    kind: 'syslog';
    to: SyslogTarget;
} | {
    kind: 'stdout';
};
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
}
/** A value that cannot be used, with what to do about it. */
export declare class UsageError extends Error {
    readonly name = "UsageError";
}
export declare const SIMULATE_DEFAULTS: {
    readonly rate: 20;
    readonly floodRate: 100000;
    readonly tunnels: 400;
    readonly gateways: 2;
    readonly seed: 1;
    readonly keep: 3;
    readonly start: "2026-02-10T17:00:00Z";
};
/** Checks the flags and fills in what was not given. Throws a UsageError naming the flag, its value and the remedy. */
export declare function planSimulation(flags: SimulateFlags): SimulatePlan;
export {};
