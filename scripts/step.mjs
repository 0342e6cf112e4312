import { spawn } from 'node:child_process';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;

/** A runner that is ended gets this long to end its browsers and servers. */
const GRACE_MS = 10_000;

/**
 * @typedef {object} Command
 * @property {string} file
 * @property {readonly string[]} args
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] the command and its children are ended after that
 *
 * @typedef {{ code: number, output: string, seconds: number }} Outcome
 */

/**
 * Runs a command to its end and keeps what it says. Nothing that it started outlives it, whatever ends it: its own end, the
 * time limit, or a signal that ends this process, which is passed on first.
 *
 * @param {Command} command
 * @param {boolean} [isShown] its output goes straight to our own, and is not kept
 * @returns {Promise<Outcome>} code 127 when it cannot be started, 124 when it took too long
 */
export function runCommand({ file, args, cwd, env = process.env, timeoutMs }, isShown = false) {
  const started = Date.now();
  return new Promise((resolve) => {
    // Before the command starts: a signal that comes at once would end us alone.
    const unwatch = endWithUs(() => child);
    // A group of its own, so that what the command starts can be ended with it.
    const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', ...output(isShown)] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part) => (text += part));
    let isLate = false;
    const timer = timeoutMs && setTimeout(() => ((isLate = true), endGroup(child.pid, 'SIGTERM')), timeoutMs);
    const lastTimer = timeoutMs && setTimeout(() => endGroup(child.pid, 'SIGKILL'), timeoutMs + GRACE_MS);
    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(timer);
      clearTimeout(lastTimer);
      unwatch();
      resolve({ code: isLate ? 124 : code, output: text, seconds: (Date.now() - started) / 1000 });
    };
    child.once('error', (error) => ((text += error.message), finish(127)));
    // A server that a test left behind would hold the pipes open, and stay.
    child.once('exit', () => endGroup(child.pid, 'SIGKILL'));
    child.once('close', (code) => finish(code ?? 1));
  });
}

/**
 * @param {boolean} isShown
 * @returns {('inherit' | 'pipe')[]}
 */
function output(isShown) {
  return isShown ? ['inherit', 'inherit'] : ['pipe', 'pipe'];
}

/**
 * @param {() => import('node:child_process').ChildProcess} childOf gives the leader of a group
 * @returns {() => void} stops watching
 */
function endWithUs(childOf) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  let isEnding = false;
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    const child = childOf();
    const code = signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 129;
    // Who asks twice does not want to wait.
    if (isEnding) endGroup(child.pid, 'SIGKILL');
    isEnding = true;
    child.once('exit', () => process.exit(code));
    endGroup(child.pid, signal);
    setTimeout(() => endGroup(child.pid, 'SIGKILL'), GRACE_MS);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function endGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: all of it has ended by itself.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * Runs a command as a step that people can follow on standard error: a moving line on a terminal, else two lines.
 *
 * @param {string} title such as "building the server"
 * @param {Command} command
 * @returns {Promise<Outcome>}
 */
export async function runStep(title, command) {
  const stopShowing = process.stderr.isTTY ? spin(title) : announce(title);
  const outcome = await runCommand(command);
  stopShowing();
  const mark = outcome.code === 0 ? '✓' : '✗';
  process.stderr.write(`${mark} ${title} (${outcome.seconds.toFixed(1)} s)\n`);
  return outcome;
}

/**
 * @param {string} title
 * @returns {() => void}
 */
function announce(title) {
  process.stderr.write(`… ${title}\n`);
  return () => {};
}

/**
 * @param {string} title
 * @returns {() => void}
 */
function spin(title) {
  const started = Date.now();
  let frame = 0;
  const timer = setInterval(() => {
    const seconds = Math.floor((Date.now() - started) / 1000);
    process.stderr.write(`\r\x1b[2K${FRAMES[frame++ % FRAMES.length]} ${title} ${seconds} s`);
  }, FRAME_MS);
  return () => {
    clearInterval(timer);
    process.stderr.write('\r\x1b[2K');
  };
}
