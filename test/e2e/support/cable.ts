import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * A network cable between browser and server that can be pulled. A browser's own "offline" leaves open WebSockets as
 * they are, so it alone proves nothing.
 */
export class Cable {
  readonly #sockets = new Set<Socket>();
  readonly #listener: Server;
  /** Neither end hears anything, and no connection ends. */
  #isSilent = false;

  private constructor(port: number) {
    this.#listener = createServer((browser) => {
      const server = connect(port, '127.0.0.1');
      this.#join(browser, server);
      this.#join(server, browser);
    });
  }

  static async plugInto(port: number): Promise<Cable> {
    const cable = new Cable(port);
    cable.#listener.listen(0, '127.0.0.1');
    await once(cable.#listener, 'listening');
    return cable;
  }

  /** Where the browser finds the server through this cable. */
  get url(): string {
    // A server that listens on TCP has an address with a port.
    return `http://127.0.0.1:${String((this.#listener.address() as AddressInfo).port)}/`;
  }

  /** Ends every connection; new ones are possible. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Swallows everything from now on without a word to either end. */
  silence(isSilent: boolean): void {
    this.#isSilent = isSilent;
  }

  close(): void {
    this.cut();
    this.#listener.close();
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('data', (bytes) => {
      if (!this.#isSilent) to.write(bytes);
    });
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
    // The end of a connection by force is what this is for; `close` follows.
    from.on('error', () => to.destroy());
  }
}
