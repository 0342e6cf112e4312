import { spawnSync } from 'node:child_process';

/**
 * Mounts a file system over a folder; the test unmounts it.
 *
 * @param options as `mount` takes them, in front of the folder
 * @returns why it cannot be mounted here and what helps, for the test to be skipped with; undefined when it is mounted
 */
export function whyNotMounted(folder: string, ...options: string[]): string | undefined {
  const { status, stderr, error } = spawnSync('mount', [...options, folder], { encoding: 'utf8' });
  if (status === 0) return undefined;
  const reason = error === undefined ? stderr.trim() : error.message;
  return `no file system can be mounted here (${reason}): run as root, in a container with --cap-add SYS_ADMIN`;
}
