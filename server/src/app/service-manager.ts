import { spawn } from 'node:child_process';

/** Tells the service manager how this server is. */
export interface ServiceManager {
  /** It serves. From now on it also says that it is alive, if the manager wants to hear that. */
  ready(): void;
  /** It stops, as it was told to. */
  stopping(): void;
}

/** Sends one message; `onFailure` gets why that was not possible. */
type Send = (message: string, onFailure: (reason: string) => void) => void;

/**
 * The service manager that has started this process, by the protocol of systemd (sd_notify); without one nothing is told.
 * @param onProblem called once, when the manager cannot be told
 */
export function createServiceManager(
  env: Readonly<Record<string, string | undefined>>,
  onProblem: (message: string) => void,
  send: Send = sendByHelper,
): ServiceManager {
  if ((env['NOTIFY_SOCKET'] ?? '') === '') return { ready: () => undefined, stopping: () => undefined };
  let timer: NodeJS.Timeout | undefined;
  let isReported = false;
  const tell = (message: string): void => {
    send(message, (reason) => {
      if (isReported) return;
      isReported = true;
      onProblem(`the service manager cannot be told that the server runs: ${reason}`);
    });
  };
  return {
    ready: () => {
      tell('READY=1');
      const everyMs = Number(env['WATCHDOG_USEC'] ?? 0) / 1000 / 2;
      if (!(everyMs > 0)) return;
      timer = setInterval(() => {
        tell('WATCHDOG=1');
      }, everyMs);
      timer.unref();
    },
    stopping: () => {
      clearInterval(timer);
      tell('STOPPING=1');
    },
  };
}

/** Node.js has no datagrams over Unix sockets: the helper that comes with systemd sends them. */
function sendByHelper(message: string, onFailure: (reason: string) => void): void {
  const child = spawn('systemd-notify', [message], { stdio: 'ignore' });
  child.once('error', ({ message: reason }) => {
    onFailure(reason);
  });
  child.once('exit', (code) => {
    if (code !== null && code !== 0) onFailure(`systemd-notify ended with ${String(code)}`);
  });
}
