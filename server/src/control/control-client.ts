import { connect } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { IngestReport } from '../pipeline/messages.js';
import { controlAnswerSchema, SOCKET_NAME } from './control-protocol.js';
import { shortest } from './control-server.js';

/**
 * Asks the server that runs on a data folder to read whole files.
 * @throws Error when no server answers, or when it could not read them
 */
export function ingestThroughServer(
  dataDirectory: string,
  files: readonly string[],
  onProgress: (bytes: number, totalBytes: number) => void,
): Promise<IngestReport> {
  return new Promise((resolve, reject) => {
    const socket = connect(shortest(path.join(dataDirectory, SOCKET_NAME)));
    socket.on('error', (error) => {
      reject(new Error(`the server that uses ${dataDirectory} does not answer: ${error.message}`));
    });
    socket.on('close', () => {
      reject(new Error('the server ended before it had read everything'));
    });
    socket.write(`${JSON.stringify({ command: 'ingest', files })}\n`);
    const lines = createInterface({ input: socket });
    // It repeats the socket's errors, which are heard above.
    lines.on('error', () => undefined);
    lines.on('line', (line) => {
      const answer = controlAnswerSchema.parse(JSON.parse(line));
      if (answer.kind === 'progress') onProgress(answer.bytes, answer.totalBytes);
      else if (answer.kind === 'done') resolve(answer.report);
      else reject(new Error(answer.message));
    });
  });
}
