import { CommanderError } from 'commander';
import { addBackupCommand } from './commands/backup.js';
import { addCatalogueCommand } from './commands/catalogue.js';
import { addCheckConfigCommand } from './commands/check-config.js';
import { addCheckDataCommand } from './commands/check-data.js';
import { addClusterCommand } from './commands/cluster.js';
import { addCompletionCommand } from './commands/completion.js';
import { addExplainCommand } from './commands/explain.js';
import { addPreviewNotificationCommand } from './commands/preview-notification.js';
import { addExportCommand } from './commands/export.js';
import { addHealthcheckCommand } from './commands/healthcheck.js';
import { addIngestCommand } from './commands/ingest.js';
import { addReloadCommand } from './commands/reload.js';
import { addServeCommand } from './commands/serve.js';
import { addSimulateCommand } from './commands/simulate.js';
import { addTokenCommand } from './commands/token.js';
import { addUserCommand } from './commands/user.js';
import { createProgram } from './config/options.js';
import { exactArguments } from './file-name.js';
import { VERSION } from './installation.js';

/** The command line: parses the arguments and runs one command. Exit codes: 0 done, 1 failed, 2 wrong usage. */
async function main(): Promise<void> {
  const program = createProgram().version(VERSION);
  program.hook('preAction', (_program, command) => {
    // What the store and people have is nobody else's. Logs of a simulation are made for other programs.
    if (command.name() !== 'simulate') process.umask(0o077);
  });
  addServeCommand(program);
  addIngestCommand(program);
  addExplainCommand(program);
  addPreviewNotificationCommand(program);
  addSimulateCommand(program);
  addCatalogueCommand(program);
  addCheckConfigCommand(program);
  addHealthcheckCommand(program);
  addReloadCommand(program);
  addBackupCommand(program);
  addCheckDataCommand(program);
  addClusterCommand(program);
  addExportCommand(program);
  addTokenCommand(program);
  addUserCommand(program);
  addCompletionCommand(program);
  await program.parseAsync(exactArguments(process.argv));
}

main().catch((error: unknown) => {
  if (error instanceof CommanderError) return;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
