import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type ClusterSettings, fileGroups, listenersOf, type ServerSettings } from '../config/settings.js';
import { collectorThread } from '../ingest/collector/collector-thread.js';
import { VERSION } from '../installation.js';
import { ActivityLog } from './activity-log.js';

export interface CollectorParts {
  settings: ServerSettings;
  cluster: ClusterSettings;
  log: Logger;
  /** Its thread ended unexpectedly: the program must end too. */
  onFailure: (reason: string) => void;
}

/** A collector: it reads the sources of this machine and sends the lines to the nodes of its cluster. */
export interface Collector {
  close: () => Promise<void>;
}

/** Starts to read the sources of this machine. Its positions, and what the cluster has not taken, are in a folder of their own. */
export function startCollector({ settings, cluster, log, onFailure }: CollectorParts): Collector | undefined {
  if (settings.sources.length === 0) return undefined;
  const dataDirectory = join(settings.data, 'collector');
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const activities = new ActivityLog(log, Date.now);
  const thread = collectorThread(
    {
      dataDirectory,
      cluster,
      version: VERSION,
      groups: fileGroups(settings.sources),
      listeners: listenersOf(settings.sources),
      syslog: settings.syslog,
      maxLineBytes: settings.ingest.maxLineBytes,
      pollMs: settings.ingest.pollMs,
    },
    {
      ready: () => {
        log.info(`collecting for the cluster as ${cluster.member}`);
      },
      warning: (message) => {
        log.warn(message);
      },
      activity: (activity) => {
        activities.note(activity);
      },
      streamState: (state) => {
        if (state.kind === 'connected') log.info('the cluster takes lines');
        else log.warn(`the cluster takes no lines, they are kept here: ${state.reason}`);
      },
      spoolError: (message) => {
        if (message === null) log.info('lines can be kept again, and are read');
        else log.error(`nothing is read: what was read cannot be kept: ${message}`);
      },
    },
  );
  void thread.ended.then((reason) => {
    if (reason !== undefined) onFailure(reason.message);
  });
  return { close: () => thread.close() };
}
