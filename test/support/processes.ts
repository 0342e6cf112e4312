import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';

/**
 * The processes that tests have started and that have not ended. Whatever ends this process — a test that timed out, a
 * failure in a hook, the runner that is interrupted — ends them too.
 */
const running = new Set<ChildProcess>();

function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

process.once('exit', endAll);
// A runner that is ended in the middle ends its workers by this one, which runs nothing registered for the exit.
process.once('SIGTERM', () => {
  endAll();
  process.exit(143);
});

// Vitest's workers outlive a runner that is killed, and go on to the end of their test.
process.once('disconnect', () => {
  process.exit(1);
});

/** Ends a process with this one, however that ends. */
export function endWithUs<Child extends ChildProcess>(child: Child): Child {
  running.add(child);
  child.once('exit', () => running.delete(child));
  // Not started at all: then there is no exit.
  child.once('error', () => {
    if (child.pid === undefined) running.delete(child);
  });
  return child;
}

/** Starts a program that says nothing we listen to. It is ended with this process at the latest. */
export function startProcess(file: string, words: readonly string[], options: SpawnOptions = {}): ChildProcess {
  return endWithUs(spawn(file, words, { stdio: 'ignore', ...options }));
}
