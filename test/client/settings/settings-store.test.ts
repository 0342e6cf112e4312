import { problemDetails } from '@tunnelwatch/shared/error-code';
import { type PersonalSettings, USUAL_SETTINGS } from '@tunnelwatch/shared/personal-settings';
import { describe, expect, it, vi } from 'vitest';
import { HttpError } from '../../../client/src/http/http-error.js';
import { SettingsStore } from '../../../client/src/settings/settings-store.js';

/** A server that is asked by a page; `answers` are taken in turn, a problem as a refusal. */
function serverWith(answers: (string | null)[] = []) {
  const put: PersonalSettings[] = [];
  const kept = { settings: USUAL_SETTINGS };
  return {
    sent: put,
    kept,
    fetch: () => Promise.resolve(kept.settings),
    put: (settings: PersonalSettings) => {
      put.push(settings);
      const refusal = answers.shift() ?? null;
      if (refusal !== null) return Promise.reject(new HttpError(problemDetails('store-unavailable', refusal)));
      kept.settings = settings;
      return Promise.resolve();
    },
    seeAlerts: (at: string) => {
      kept.settings = { ...kept.settings, alertsSeenAt: at };
      return Promise.resolve();
    },
  };
}

describe('the settings of a page', () => {
  it('[PEO-32] take effect at once, are sent in order, and say when the server has not kept them', async () => {
    const server = serverWith([null, 'the disk is full', null]);
    const store = new SettingsStore(USUAL_SETTINGS, server);
    const first = store.change({ theme: 'dark' });
    const second = store.change({ sound: true });
    expect(store.read()).toMatchObject({ settings: { theme: 'dark', sound: true }, keptOn: 'server', fault: null });
    await first;
    await second;
    expect(server.sent.map(({ theme, sound }) => [theme, sound])).toEqual([
      ['dark', false],
      ['dark', true],
    ]);
    expect(store.read()).toMatchObject({ settings: { sound: true }, fault: 'The disk is full.' });
    await store.change({ density: 'compact' });
    expect(store.read().fault).toBeNull();
  });

  it('[PEO-32] follow what was changed on another device', async () => {
    const server = serverWith();
    const store = new SettingsStore(USUAL_SETTINGS, server);
    let changes = 0;
    store.listen(() => changes++);
    await store.refresh();
    expect(changes).toBe(0);
    server.kept.settings = { ...USUAL_SETTINGS, theme: 'light' };
    await store.refresh();
    expect([changes, store.read().settings.theme]).toEqual([1, 'light']);
  });

  it('[ALM-59] have how far the alerts were seen, sent without the others and never earlier than known', async () => {
    const server = serverWith();
    const store = new SettingsStore(USUAL_SETTINGS, server);
    server.kept.settings = { ...USUAL_SETTINGS, theme: 'light' };
    const alertsSeenAt = '2026-02-10T17:00:00Z';
    await store.seeAlerts(alertsSeenAt);
    await store.seeAlerts('2026-02-10T16:00:00Z');
    expect(store.read().settings).toEqual({ ...USUAL_SETTINGS, alertsSeenAt });
    expect(server.kept.settings).toEqual({ ...USUAL_SETTINGS, theme: 'light', alertsSeenAt });
  });

  it('[PEO-31] stay in the browser where the server keeps none', async () => {
    const server = serverWith();
    const store = new SettingsStore(null, server);
    await store.change({ theme: 'light' });
    expect(store.read()).toMatchObject({ settings: { theme: 'light' }, keptOn: 'browser', fault: null });
    expect(server.sent).toEqual([]);
  });

  it('[PEO-31] keep what another page of the browser has changed meanwhile', async () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    try {
      const [one, other] = [new SettingsStore(null, serverWith()), new SettingsStore(null, serverWith())];
      await one.change({ theme: 'dark' });
      await other.change({ density: 'compact' });
      expect(other.read().settings).toMatchObject({ theme: 'dark', density: 'compact' });
      one.takeCopy();
      expect(one.read().settings).toMatchObject({ theme: 'dark', density: 'compact' });
      // A storage that was cleared says nothing: the page keeps what it has.
      kept.clear();
      one.takeCopy();
      expect(one.read().settings).toMatchObject({ theme: 'dark', density: 'compact' });
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
