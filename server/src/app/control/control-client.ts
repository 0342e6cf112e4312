import type { Actor } from '@tunnelwatch/shared/actor';
import { connect } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { SharedSettings } from '../../config/shared-settings.js';
import type { IngestReport } from '../../ingest/ingest-protocol.js';
import {
  type AppliedReport,
  type ControlAnswer,
  type ControlBackupReport,
  controlAnswerSchema,
  type ControlRequest,
  type ReloadReport,
  SOCKET_NAME,
} from './control-protocol.js';
import { shortest } from './control-server.js';

type OnProgress = (bytes: number, totalBytes: number) => void;

/**
 * Asks the server of a data folder to read whole files.
 * @throws Error when no server answers, or when it could not read them
 */
export async function ingestThroughServer(
  dataDirectory: string,
  files: readonly string[],
  onProgress: OnProgress,
): Promise<IngestReport> {
  const answer = await ask(dataDirectory, { command: 'ingest', files: [...files] }, onProgress);
  if (answer.kind !== 'done') throw new Error(`the server answered with ${answer.kind}`);
  return answer.report;
}

/**
 * Asks the server of a data folder for a backup of its store.
 * @throws Error when no server answers, or when it could not make one
 */
export async function backupThroughServer(
  dataDirectory: string,
  request: { file: string; isForced: boolean },
  onProgress: OnProgress,
): Promise<ControlBackupReport> {
  const answer = await ask(dataDirectory, { command: 'backup', ...request }, onProgress);
  if (answer.kind !== 'backedUp') throw new Error(`the server answered with ${answer.kind}`);
  return answer.report;
}

/** Whether a server uses a data folder. */
export function isServed(dataDirectory: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(shortest(path.join(dataDirectory, SOCKET_NAME)));
    const answer = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => {
      answer(true);
    });
    // No socket, or one that a server has left behind when it was killed.
    socket.once('error', () => {
      answer(false);
    });
  });
}

/**
 * Makes the server of a data folder read its configuration again.
 * @throws Error when no server answers
 */
export async function reloadThroughServer(dataDirectory: string): Promise<ReloadReport> {
  const answer = await ask(dataDirectory, { command: 'reload' }, () => undefined);
  if (answer.kind !== 'reloaded') throw new Error(`the server answered with ${answer.kind}`);
  return answer.report;
}

/**
 * Has the node of a data folder apply the settings that all nodes share, or say what that would change.
 * @throws Error when no server answers, or when it could not apply them
 */
export async function applyThroughServer(
  dataDirectory: string,
  request: { settings: SharedSettings; by: Actor; isDryRun: boolean },
): Promise<AppliedReport> {
  const answer = await ask(dataDirectory, { command: 'applyConfig', ...request }, () => undefined);
  if (answer.kind !== 'applied') throw new Error(`the server answered with ${answer.kind}`);
  return answer.report;
}

function ask(dataDirectory: string, request: ControlRequest, onProgress: OnProgress): Promise<ControlAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(shortest(path.join(dataDirectory, SOCKET_NAME)));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const isNobody = error.code === 'ENOENT' || error.code === 'ECONNREFUSED';
      const text = isNobody
        ? `no server uses ${dataDirectory}: is it running, and is this its data folder (--data)?`
        : `the server using ${dataDirectory} does not respond: ${error.message}`;
      reject(new Error(text));
    });
    socket.on('close', () => {
      reject(new Error('the server stopped before it had finished'));
    });
    socket.write(`${JSON.stringify(request)}\n`);
    const lines = createInterface({ input: socket });
    // It repeats the socket's errors, which are handled above.
    lines.on('error', () => undefined);
    lines.on('line', (line) => {
      const answer = controlAnswerSchema.parse(JSON.parse(line));
      if (answer.kind === 'progress') onProgress(answer.bytes, answer.totalBytes);
      else if (answer.kind === 'failed') reject(new Error(answer.message));
      else resolve(answer);
    });
  });
}
