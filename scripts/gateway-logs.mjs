import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SERVER_MAIN } from './root.mjs';

const NAMES = ['gw-east', 'gw-north', 'gw-south'];
const WRITING = ['--rate', '40', '--tunnels', '60', '--gateways', '1'];
const PLACE = '/var/log';

/**
 * Simulated gateways that write a log each below `folder`, until `stop` is called. `files` are the logs as a server sees
 * them that is started with the words `before` its command: below /var/log where the system allows it, so that a picture
 * of a path is of one that was really read, and not of a temporary folder.
 *
 * @param {string} folder
 * @returns {{ files: readonly string[], before: readonly string[], stop: () => void }}
 */
export function writeGatewayLogs(folder) {
  const logs = join(folder, 'gateways');
  mkdirSync(logs);
  const writers = NAMES.map((name, at) => {
    const words = ['simulate', '--out', join(logs, `${name}.log`), '--seed', String(at + 1), ...WRITING];
    return spawn(process.execPath, [SERVER_MAIN, ...words], { stdio: 'ignore' });
  });
  const before = seenAs(folder, PLACE);
  const files = NAMES.map((name) => join(before === null ? folder : PLACE, 'gateways', `${name}.log`));
  const stop = () => {
    for (const writer of writers) writer.kill();
  };
  return { files, before: before ?? [], stop };
}

/**
 * The words before a command that let it see `folder` as `place`, in mounts of its own that nobody else sees; null where
 * the system does not allow it.
 *
 * @param {string} folder
 * @param {string} place an existing folder
 * @returns {readonly string[] | null}
 */
export function seenAs(folder, place) {
  const script = 'mount --bind "$1" "$2" && shift 2 && exec "$@"';
  for (const flags of [['--mount'], ['--mount', '--map-root-user']]) {
    const words = ['unshare', ...flags, 'sh', '-c', script, 'sh', folder, place];
    const [command = '', ...args] = words;
    if (spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0) return words;
  }
  return null;
}
