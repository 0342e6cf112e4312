import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** When it was complete, by `performance.now`. */
  at: number;
}

/** A receiver of webhooks on the loopback address, which can be told to be out of order. */
export class HookReceiver {
  readonly received: Received[] = [];
  /** Requests that were answered with an error. */
  refused = 0;
  private status = 200;
  private words = '';
  private headers: Readonly<Record<string, string>> = {};

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(port = 0): Promise<HookReceiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    // A server that listens on TCP has an address with a port.
    const receiver = new HookReceiver(server, (server.address() as AddressInfo).port);
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.once('end', () => {
        if (receiver.status === 200)
          receiver.received.push({
            path: request.url ?? '',
            headers: request.headers,
            body,
            at: performance.now(),
          });
        else receiver.refused += 1;
        response.writeHead(receiver.status, receiver.headers).end(receiver.words);
      });
    });
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** What it answers from now on; only what it answers with 200 counts as received. */
  answer(status: number, words = '', headers: Readonly<Record<string, string>> = {}): void {
    this.headers = headers;
    this.status = status;
    this.words = words;
  }

  async end(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
