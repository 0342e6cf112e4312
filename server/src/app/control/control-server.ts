import type { Actor } from '@tunnelwatch/shared/actor';
import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { SharedSettings } from '../../config/shared-settings.js';
import type { IngestReport } from '../../ingest/ingest-protocol.js';
import {
  type AppliedReport,
  type ControlAnswer,
  type ControlBackupReport,
  controlRequestSchema,
  type ReloadReport,
  SOCKET_NAME,
} from './control-protocol.js';

export interface ControlOptions {
  dataDirectory: string;
  ingest: (files: string[], onProgress: (bytes: number, totalBytes: number) => void) => Promise<IngestReport>;
  backup: (
    request: { file: string; isForced: boolean },
    onProgress: (bytes: number, totalBytes: number) => void,
  ) => Promise<ControlBackupReport>;
  reload: () => ReloadReport;
  /** @throws Error that says why they could not be applied */
  applyConfig: (request: { settings: SharedSettings; by: Actor; isDryRun: boolean }) => Promise<AppliedReport>;
  onError: (error: unknown) => void;
}

/**
 * Listens in the data folder for commands beside the running server. Anybody with write access to the folder may
 * send them. The caller holds the folder's lock, so an existing socket is a leftover.
 */
export async function startControlServer(options: ControlOptions): Promise<Server> {
  const file = shortest(path.join(options.dataDirectory, SOCKET_NAME));
  rmSync(file, { force: true });
  const server = createServer((socket) => {
    serve(socket, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(file, resolve);
  });
  server.on('error', options.onError);
  return server;
}

/** The path of a socket is limited to about 100 bytes: the shorter of the absolute and the relative one. */
export function shortest(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.length < file.length ? relative : file;
}

function serve(socket: Socket, options: ControlOptions): void {
  const answer = (message: ControlAnswer) => {
    if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`);
  };
  socket.on('error', options.onError);
  const lines = createInterface({ input: socket });
  // It repeats the socket's errors, and an unhandled one would end the server.
  lines.on('error', () => undefined);
  lines.once('line', (line) => {
    handle(line, options, answer).then(
      () => socket.end(),
      (error: unknown) => {
        answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
        socket.end();
      },
    );
  });
}

async function handle(line: string, options: ControlOptions, answer: (message: ControlAnswer) => void): Promise<void> {
  const request = controlRequestSchema.parse(JSON.parse(line));
  const onProgress = (bytes: number, totalBytes: number) => {
    answer({ kind: 'progress', bytes, totalBytes });
  };
  switch (request.command) {
    case 'ingest':
      answer({ kind: 'done', report: await options.ingest(request.files, onProgress) });
      break;
    case 'reload':
      answer({ kind: 'reloaded', report: options.reload() });
      break;
    case 'applyConfig':
      answer({ kind: 'applied', report: await options.applyConfig(request) });
      break;
    case 'backup':
      answer({ kind: 'backedUp', report: await options.backup(request, onProgress) });
      break;
  }
}
