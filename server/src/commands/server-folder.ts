import path from 'node:path';
import { type DataLock, lockData, type LockResult } from '../app/control/data-lock.js';
import type { ServerSettings, Settings } from '../config/settings.js';
import { contentOf } from '../store/sqlite/store-content.js';

/** The data folder that a server runs on, locked, and its settings with the decision about the demo. */
export type ServerFolder =
  | { readonly ok: true; readonly settings: ServerSettings; readonly lock: DataLock }
  | { readonly ok: false; readonly reason: string; readonly isUsage: boolean };

/**
 * Decides whether a server runs the demo, and locks its data folder. Without a decision in the settings a demo runs only
 * where nothing at all was set up: no source, no configuration file, and no line in the store.
 * @param configFile the configuration file that was read; null without one
 */
export function openServerFolder(settings: Settings, configFile: string | null): ServerFolder {
  if (settings.demo === true) return locked(demoSettings(settings), lockData(demoFolder(settings.data)));
  const lock = lockData(settings.data);
  if (!lock.ok) return lock;
  const content = contentOf(settings.data);
  if (settings.demo === 'auto' && configFile === null && content !== 'real') {
    lock.release();
    return locked(demoSettings(settings), lockData(demoFolder(settings.data)));
  }
  if (content === 'demo') {
    lock.release();
    return { ok: false, reason: demoDataText(settings.data), isUsage: true };
  }
  return { ok: true, settings: { ...settings, demo: false }, lock };
}

/** Why a folder with simulated events takes no real ones. */
export function demoDataText(folder: string): string {
  return `the store in ${folder} has the events of the simulated gateway, and real ones are never mixed with them: choose another folder with --data`;
}

function locked(settings: ServerSettings, lock: LockResult): ServerFolder {
  return lock.ok ? { ok: true, settings, lock } : lock;
}

/** Simulated events have a store of their own. */
function demoFolder(data: string): string {
  return path.join(data, 'demo');
}

/** A demo follows nothing but its own gateway, and notifies nobody of what never happened. */
function demoSettings(settings: Settings): ServerSettings {
  return { ...settings, demo: true, data: demoFolder(settings.data), sources: [], notifications: [], routes: [] };
}
