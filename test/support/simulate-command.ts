import { addSimulateCommand } from '@tunnelwatch/server/commands/simulate';
import { Command } from 'commander';

export interface SimulateOutcome {
  code: number | undefined;
  err: string;
}

/** Runs the command `simulate` in this process: many runs take no longer than their lines do. */
export async function runSimulate(cwd: string, words: readonly string[]): Promise<SimulateOutcome> {
  const outcome: SimulateOutcome = { code: undefined, err: '' };
  const program = new Command('tunnelwatch');
  addSimulateCommand(program, {
    env: {},
    cwd,
    out: () => undefined,
    err: (text) => {
      outcome.err += text;
    },
    setExitCode: (code) => {
      outcome.code = code;
    },
  });
  await program.parseAsync(['simulate', ...words], { from: 'user' });
  return outcome;
}
