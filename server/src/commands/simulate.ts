import type { Command } from 'commander';
import { processIo, type CommandIo } from '../config/options.js';
import { FORMAT_CHOICES } from '../simulator/line-format.js';
import { createFileSink, createStreamSink, type LineSink } from '../simulator/line-sink.js';
import { runSimulation } from '../simulator/run-simulation.js';
import { SCENARIOS } from '../simulator/scenarios/scenario-names.js';
import {
  planSimulation,
  SIMULATE_DEFAULTS,
  UsageError,
  type SimulateFlags,
  type SimulatePlan,
} from '../simulator/simulate-options.js';
import { createSimulation } from '../simulator/simulation.js';
import { createSyslogSink } from '../simulator/syslog-sink.js';
import { TruthFile } from '../simulator/truth/truth-file.js';

const HELP = `
Scenarios: ${SCENARIOS.join(', ')}
Formats:   ${FORMAT_CHOICES.join(', ')}

With --lines or --duration the run uses virtual time, as fast as possible, and the same options with the same seed
produce the same bytes. Otherwise, and with --live or --syslog, it runs in real time with current time stamps.
Times in formats without an offset are UTC. --syslog sends rfc5424 unless --format says otherwise.
SIGINT or SIGTERM stops the run after the current line.

--truth writes the ground truth to compare a diagnosis with: one JSON object for each cause and each tunnel,
interface or gateway with lines in the log, as it ends. Ordinary background drops have the cause "everyday".
See docs/diagnosis.md. --window applies another window to the same packets, such as a recommended one.

Exit codes: 0 success, 1 failure, 2 invalid usage.

Examples:
  tunnelwatch simulate --out gateway.log --lines 1000000
  tunnelwatch simulate --out gateway.log --live --scenario replay-attack --rotate-bytes 16777216 --keep 3
  tunnelwatch simulate --out gateway.log --duration 300 --scenario reordering --truth truth.ndjson
  tunnelwatch simulate --syslog udp://127.0.0.1:5514 --rate 500 --duration 60`;

/** Adds the command `simulate`, which writes the log of simulated gateways. Exit codes: 0 done, 1 failed, 2 usage. */
export function addSimulateCommand(program: Command, io: CommandIo = processIo()): void {
  program
    .command('simulate')
    .description("write a simulated gateway's log")
    .option('--out <file>', 'append to this file (default or "-": standard output)')
    .option('--syslog <url>', 'send to udp://HOST:PORT, one line per datagram')
    .option(
      '--rate <n>',
      `lines per second (default: ${SIMULATE_DEFAULTS.rate}; flood: ${SIMULATE_DEFAULTS.floodRate})`,
    )
    .option('--tunnels <n>', `total number of tunnels (default: ${SIMULATE_DEFAULTS.tunnels})`)
    .option('--gateways <n>', `number of gateways, the first an HA pair (default: ${SIMULATE_DEFAULTS.gateways})`)
    .option('--seed <n>', `random seed, a whole number (default: ${SIMULATE_DEFAULTS.seed})`)
    .option('--duration <s>', 'stop after this many seconds')
    .option('--lines <n>', 'stop after this many lines')
    .option('--format <name>', 'line format (default: rsyslog)')
    .option('--scenario <name>', 'scenario to simulate (default: mixed)')
    .option('--start <time>', `start time of a run in virtual time (default: ${SIMULATE_DEFAULTS.start})`)
    .option('--live', 'run in real time even with --lines or --duration')
    .option('--rotate-bytes <n>', 'rename FILE to FILE.1 and so on before it exceeds this size')
    .option('--keep <n>', `rotated files to keep (default: ${SIMULATE_DEFAULTS.keep})`)
    .option('--truth <file>', 'append the ground truth to this file ("-": standard output, if the log goes elsewhere)')
    .option('--window <n>', 'anti-replay window of all tunnels, in packets (default: varies from 32 to 4096)')
    .addHelpText('after', HELP)
    .action(async (flags: SimulateFlags) => {
      try {
        await simulate(planSimulation(flags), io);
        io.setExitCode(0);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        io.err(`error: ${error.message}\n`);
        io.setExitCode(error instanceof UsageError ? 2 : 1);
      }
    });
}

async function simulate(plan: SimulatePlan, io: CommandIo): Promise<void> {
  const sink = await openSink(plan, io);
  const truth = openTruth(plan);
  const startMs = plan.isLive ? Date.now() : plan.startMs;
  const { windowSize, ...wanted } = plan;
  const simulation = createSimulation({
    ...wanted,
    startMs,
    ...(windowSize === undefined ? {} : { windowSize }),
    ...(truth === undefined ? {} : { onTruth: (line) => truth.write(line) }),
  });
  const ending = new AbortController();
  const onSignal = (): void => ending.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    await runSimulation({
      simulation,
      sink,
      signal: ending.signal,
      ...(plan.lines === undefined ? {} : { lines: plan.lines }),
      ...(plan.durationMs === undefined ? {} : { endMs: startMs + plan.durationMs }),
      ...(plan.isLive ? { clock: Date.now } : {}),
    });
    await sink.close();
  } catch (error) {
    throw new Error(`cannot write to ${targetName(plan)}: ${reason(error)}`, { cause: error });
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    await closeTruth(plan, truth);
  }
}

function openTruth({ truth }: SimulatePlan): TruthFile | undefined {
  switch (truth?.kind) {
    case undefined:
      return undefined;
    case 'stdout':
      return new TruthFile(createStreamSink(process.stdout));
    case 'file':
      try {
        return new TruthFile(createFileSink({ path: truth.path, keep: 0 }));
      } catch (error) {
        throw new Error(`cannot open ${truth.path}: ${reason(error)}`, { cause: error });
      }
  }
}

async function closeTruth({ truth }: SimulatePlan, file: TruthFile | undefined): Promise<void> {
  try {
    await file?.close();
  } catch (error) {
    const name = truth?.kind === 'file' ? truth.path : 'standard output';
    throw new Error(`cannot write to ${name}: ${reason(error)}`, { cause: error });
  }
}

async function openSink(plan: SimulatePlan, io: CommandIo): Promise<LineSink> {
  const { target } = plan;
  try {
    switch (target.kind) {
      case 'file':
        return createFileSink({
          path: target.path,
          keep: target.keep,
          ...(target.rotateBytes === undefined ? {} : { rotateBytes: target.rotateBytes }),
        });
      case 'syslog':
        return await createSyslogSink(target.to, () => {
          io.err(`warning: nothing listens on ${targetName(plan)}; sending continues\n`);
        });
      case 'stdout':
        return createStreamSink(process.stdout);
    }
  } catch (error) {
    throw new Error(`cannot open ${targetName(plan)}: ${reason(error)}`, { cause: error });
  }
}

function targetName({ target }: SimulatePlan): string {
  switch (target.kind) {
    case 'file':
      return target.path;
    case 'syslog':
      return `udp://${target.to.host}:${target.to.port}`;
    case 'stdout':
      return 'standard output';
  }
}

const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'the folder does not exist; create it first'],
  ['EACCES', 'permission denied; choose a writable location'],
  ['EISDIR', 'it is a folder; specify a file in it'],
  ['ENOTDIR', 'part of the path is not a folder; check the path'],
  ['EROFS', 'the file system is read-only; choose another location'],
  ['ENOSPC', 'the disk is full; free some space or use --rotate-bytes'],
  ['ENOTFOUND', 'unknown host name; check it or use an address'],
]);

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return REMEDIES.get(code) ?? error.message;
}
