import { closeSync, constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import { systemPath } from '../../../file-name.js';
import { ownDescriptor } from '../file/path-kind.js';

/**
 * Opens a pipe, a terminal or another character device for reading, without waiting for a writer. The stream ends when
 * the last writer has closed it.
 * @throws an error of the file system
 */
export function openPipe(file: string): Readable {
  const own = ownDescriptor(file);
  // A socket cannot be opened by its path, so the inherited one is read.
  if (own !== undefined && fstatSync(own).isSocket()) return new Socket({ fd: own, readable: true, writable: false });
  // By the path, so that our own mode of reading does not apply to others that share the inherited one.
  const descriptor = openSync(systemPath(file), constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (fstatSync(descriptor).isFIFO()) return new Socket({ fd: descriptor, readable: true, writable: false });
    if (isatty(descriptor)) return new ReadStream(descriptor);
    return createReadStream('', { fd: descriptor });
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}
