import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import type { LineSink } from './line-sink.js';

export interface SyslogTarget {
  /** Host name or address; an IPv6 address without brackets. */
  host: string;
  port: number;
}

/**
 * Sends each line as one UDP datagram. The name is looked up once. UDP tells nobody what got lost; where the system
 * reports that nothing listens there, `onUnreachable` is called once and sending goes on.
 * Rejects when the name is unknown.
 */
export async function createSyslogSink(target: SyslogTarget, onUnreachable: () => void): Promise<LineSink> {
  const { address, family } = await lookup(target.host);
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  let failure: Error | undefined;
  let wasReported = false;
  const onSent = (error: NodeJS.ErrnoException | null): void => {
    if (error === null) return;
    if (error.code !== 'ECONNREFUSED') failure = error;
    else if (!wasReported) {
      wasReported = true;
      onUnreachable();
    }
  };
  socket.on('error', onSent);
  await new Promise<void>((resolve) => socket.connect(target.port, address, resolve));
  let pending: Promise<void>[] = [];
  const flush = async (): Promise<void> => {
    const sent = pending;
    pending = [];
    await Promise.all(sent);
    if (failure !== undefined) throw failure;
  };
  return {
    write(line) {
      const datagram = Buffer.from(line, 'latin1');
      pending.push(
        new Promise((resolve) => {
          socket.send(datagram, (error) => {
            onSent(error);
            resolve();
          });
        }),
      );
    },
    flush,
    async close() {
      await flush().finally(() => socket.close());
    },
    isClosed: () => false,
  };
}
