import { sharedSettingsOf, withSharedSettings } from '../config/shared-settings.js';
import type { LoadedSettings } from '../config/load.js';
import { clusterOf, type ServerSettings } from '../config/settings.js';
import type { FirstAdmin } from '../serve/people/replica/people-replica.js';
import { replicaPositionIn } from '../store/sqlite/replica-table.js';
import { type App, type AppOptions, startApp } from './app.js';

export interface ServerOptions extends AppOptions {
  /** Reads the configuration again. */
  load: () => LoadedSettings;
}

/**
 * Starts a server. A node of a cluster has the settings that are in force there, and starts anew, within this process, whenever
 * others come into force: at their place of the stream it ends as at any stop, and the next start makes everything of the new ones.
 */
export async function startServer(options: ServerOptions): Promise<App> {
  if (clusterOf(options.settings) === null) return startApp(options);
  const node = new RestartingApp(options);
  await node.start();
  return node;
}

class RestartingApp implements App {
  readonly firstAdmin: Promise<FirstAdmin | null>;
  private settleFirstAdmin: (admin: FirstAdmin | null) => void = () => undefined;
  private running: App | undefined;
  /** The start, stop or restart that is under way; they come one after the other. */
  private turn: Promise<void> = Promise.resolve();
  private isStopped = false;
  private port: number;

  constructor(private readonly options: ServerOptions) {
    this.port = options.settings.port;
    this.firstAdmin = new Promise((resolve) => {
      this.settleFirstAdmin = resolve;
    });
  }

  get url(): string {
    return this.app.url;
  }

  get firstPassword(): string | undefined {
    return this.app.firstPassword;
  }

  get isUnclaimed(): boolean {
    return this.app.isUnclaimed;
  }

  readonly reload: App['reload'] = (loaded) => this.running?.reload(loaded) ?? [];

  async start(): Promise<void> {
    const { options } = this;
    const { settings, log, load } = options;
    // Somebody may have changed the file before they had it applied.
    const loaded = load();
    const file = sharedSettingsOf(loaded.ok ? loaded.settings : settings);
    const onSuperseded = () => {
      log.warn('other settings are in force in the cluster: this node starts anew with them');
      this.restart();
    };
    const app = await startApp({ ...options, settings: this.inForce(settings), shared: { file, onSuperseded } });
    this.running = app;
    // The pages stay where they are.
    if (this.port === 0) this.port = Number(new URL(app.url).port);
    void app.firstAdmin?.then(this.settleFirstAdmin);
  }

  readonly stop: App['stop'] = () => {
    this.isStopped = true;
    this.turn = this.turn.then(() => this.end());
    return this.turn;
  };

  private restart(): void {
    this.turn = this.turn
      .then(async () => {
        if (this.isStopped) return;
        await this.end();
        await this.start();
      })
      .catch((error: unknown) => {
        this.options.onFailure(
          `the node could not be started with the settings of the cluster: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
  }

  private async end(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    await running?.stop();
  }

  private inForce(settings: ServerSettings): ServerSettings {
    const applied = replicaPositionIn(settings.data)?.settings;
    const known = applied === undefined ? settings : withSharedSettings(settings, applied.values);
    return { ...known, port: this.port };
  }

  private get app(): App {
    if (this.running === undefined) throw new Error('the node is being started');
    return this.running;
  }
}
