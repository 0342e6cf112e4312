import { expect, test as base, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { ServeProcess, type ServeOptions } from '../../support/serve-process.js';

interface Screens {
  /** Starts a server that ends with the test. */
  readonly serve: (options?: ServeOptions) => Promise<ServeProcess>;
  /** Opens another browser, with storage and connections of its own. */
  readonly newScreen: (options?: BrowserContextOptions) => Promise<Page>;
  /** What the pages complain about, for tests that know better than "nothing". */
  readonly complaints: Complaints;
}

/** Errors on the console, errors that nobody caught, and dialogs: none is wanted in any test. */
export class Complaints {
  readonly #heard: string[] = [];
  readonly #expected: RegExp[] = [];
  #over = false;

  listenTo(context: BrowserContext): void {
    context.on('console', (message) => {
      if (this.#over) return;
      if (message.type() === 'error' || message.type() === 'warning') {
        this.#heard.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    context.on('weberror', (error) => {
      if (this.#over) return;
      this.#heard.push(`uncaught: ${error.error().stack ?? error.error().message}`);
    });
    context.on('dialog', (dialog) => {
      this.#heard.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  /** The test is over and its servers go: a page that is still loading from them complains of that only. */
  end(): void {
    this.#over = true;
  }

  /** The browser itself writes of each connection that fails; only a test that cuts them may expect that. */
  expectLostConnections(): void {
    // Which of them depends on what was under way in that moment.
    this.#expected.push(
      /net::ERR_(CONNECTION_(REFUSED|RESET|CLOSED|ABORTED)|INTERNET_DISCONNECTED|NETWORK_CHANGED|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE)/,
      /WebSocket is closed before the connection is established|Connection closed before receiving a handshake response/,
    );
  }

  /** The browser writes of each answer that is an error; only a test that asks for refusals may expect 409. */
  expectRefusals(): void {
    this.#expected.push(/status of 409 \(Conflict\)/);
  }

  /** As for refusals; only a test that takes away servers, or what they need, may expect 503. */
  expectUnavailable(): void {
    this.#expected.push(/status of 503 \(Service Unavailable\)/, /Unexpected response code: 50[23]/);
  }

  /** Only a test that keeps a part of the program from a page may expect that it is missed. */
  expectMissingProgram(): void {
    this.#expected.push(/net::ERR_FAILED/, /Failed to fetch dynamically imported module/);
  }

  /** Chromium writes that it lets no sound out before a click. */
  expectBlockedSound(): void {
    this.#expected.push(/AudioContext was not allowed to start/);
  }

  unexpected(): readonly string[] {
    return this.#heard.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
  }
}

/** A test with real servers and browsers, which fails when any page of it complains. */
export const test = base.extend<Screens>({
  complaints: [
    async ({ context }, use) => {
      const complaints = new Complaints();
      complaints.listenTo(context);
      await use(complaints);
      expect(complaints.unexpected(), 'console errors, uncaught errors and dialogs').toEqual([]);
    },
    { auto: true },
  ],

  serve: async ({ complaints }, use) => {
    const servers: ServeProcess[] = [];
    await use(async (options) => {
      const server = await ServeProcess.start(options);
      servers.push(server);
      return server;
    });
    complaints.end();
    for (const server of servers) await server.remove();
  },

  newScreen: async ({ browser, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      complaints.listenTo(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };
