import cliProgress from 'cli-progress';

export type OnProgress = (done: number, total: number) => void;

/** A progress bar on standard error if that is a terminal; otherwise nothing. `verb` and `unit` as in "reading … bytes". */
export function progressBar(verb: string, unit: string): { update: OnProgress; stop: () => void } {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar(
    {
      format: `${verb} {bar} {percentage}% | {value}/{total} ${unit} | {eta_formatted} left`,
      stream: process.stderr,
    },
    cliProgress.Presets.shades_classic,
  );
  let isRunning = false;
  return {
    update: (done, total) => {
      if (!isRunning) bar.start(total, 0);
      isRunning = true;
      bar.update(done);
    },
    stop: () => {
      if (isRunning) bar.stop();
    },
  };
}
