import { isMainThread } from 'node:worker_threads';

/**
 * Importing this ends the process in order when its parent is gone. npm runs commands in a shell and passes signals to that
 * shell, which dies of them and passes nothing on: without this the server would stay behind, unseen, when npm is ended.
 */

const LOOK_FOR_PARENT_EVERY_MS = 250;
const parent = process.ppid;

// Threads are started with the flags of their process, `--import` included.
if (isMainThread) {
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_FOR_PARENT_EVERY_MS);
  timer.unref();
}
