import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalogue } from '@tunnelwatch/server/config/load-catalogue';
import { loadSettings } from '@tunnelwatch/server/config/load';
import { SETTINGS } from '@tunnelwatch/server/config/setting-list';
import type { ServerSettings } from '@tunnelwatch/server/config/settings';
import {
  settingChanges,
  SHARED_KEYS,
  sharedSettingsOf,
  sharedSettingsSchema,
  withSharedSettings,
} from '@tunnelwatch/server/config/shared-settings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shared-settings-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What a file of this content leads to. */
function settingsOf(content: unknown): ServerSettings {
  const file = join(folder, 'tunnelwatch.yaml');
  writeFileSync(file, JSON.stringify(content));
  const loaded = loadSettings({ flags: { files: [], data: folder }, env: {}, cwd: folder, configFile: file });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return { ...loaded.settings, demo: false };
}

/** Settings that change nothing of what is stored, each with the reason. */
const OWN: Readonly<Record<string, RegExp>> = {
  'where it runs, and who reaches it':
    /^(?:data|host|port|basePath|publicUrl|insecureNoAuth|openMetrics|trustedProxies)$/,
  'files of this machine': /^(?:tls|audit|oidc)\./,
  'about people, who are shared by people.db': /^sessions\./,
  'what this machine reads': /^(?:sources|syslog\..*|timeZone|demo|ingest\.(?:maxLineBytes|pollMs))$/,
  'the cluster itself': /^cluster\./,
  'in the stream as the notification plan': /^(?:notifications|routes)$/,
  'the size of this disk': /^retention\.maxSizeBytes$/,
  'how it is shown': /^(?:display|log)\./,
};

describe('the settings that all nodes of a cluster share', () => {
  it('[CLU-70] are all that decide what is stored: every setting is either shared or one machine’s own', () => {
    const own = SETTINGS.map(({ key }) => key).filter((key) => Object.values(OWN).some((pattern) => pattern.test(key)));
    expect([...own, ...SHARED_KEYS].toSorted()).toEqual(SETTINGS.map(({ key }) => key).toSorted());
  });

  it('[CLU-70] come back from a message as they were, and stand in the place of those of a machine', () => {
    const catalogue = join(folder, 'own.yaml');
    writeFileSync(catalogue, 'messages:\n  - { id: 900001, message: something_new }\n');
    const content = {
      catalogue,
      aliases: { 'Old-FW': 'gw1', '192.0.2.7': 'gw2' },
      alerts: { pastAfterMinutes: 20, rules: { 'rate-replay': { count: 50 }, 'rate-ecn': { enabled: false } } },
      diagnosis: { windowbase: 'left', replaySeconds: 5 },
      monitoring: { silenceMultiple: 4 },
      ingest: { storeOther: true, pollMs: 50 },
      retention: { maxAgeDays: 'unlimited', maxSizeBytes: '20 GB' },
      newNames: { gateways: 7 },
    };
    const shared = sharedSettingsOf(settingsOf(content));
    const sent = sharedSettingsSchema.parse(JSON.parse(JSON.stringify(shared)));
    expect(sent).toEqual(shared);
    const usual = settingsOf({ port: 1234 });
    const merged = withSharedSettings(usual, sent);
    expect(sharedSettingsOf(merged)).toEqual(shared);
    expect(merged).toMatchObject({ port: 1234, ingest: { storeOther: true, pollMs: usual.ingest.pollMs } });
    expect(merged.retention).toEqual({ maxAgeDays: 'unlimited', maxSizeBytes: usual.retention.maxSizeBytes });
    const loaded = loadCatalogue(merged.catalogue);
    expect(loaded.ok && loaded.catalogue.byId(900_001)?.message).toBe('something_new');
    // The file that it was made of is another machine's.
    expect(merged.catalogue).not.toBe(catalogue);
    expect(JSON.parse(readFileSync(merged.catalogue ?? '', 'utf8'))).toMatchObject({ messages: [{ id: 900_001 }] });
  });

  it('[CLU-71] say what differs by its key', () => {
    const before = sharedSettingsOf(settingsOf({}));
    const after = sharedSettingsOf(settingsOf({ alerts: { mostPerRule: 100 }, aliases: { old: 'gw1' } }));
    expect(settingChanges(before, after)).toEqual([
      { key: 'aliases', before: {}, after: { old: 'gw1' } },
      { key: 'alerts.mostPerRule', before: 500, after: 100 },
    ]);
    expect(settingChanges(after, after)).toEqual([]);
  });

  it('[CLU-71] are refused where a catalogue has errors', () => {
    const shared = sharedSettingsOf(settingsOf({}));
    expect(sharedSettingsSchema.safeParse({ ...shared, catalogue: { messages: [{ id: 900_001 }] } }).success).toBe(
      false,
    );
  });
});
