import { addCheckConfigCommand } from '@tunnelwatch/server/commands/check-config';
import { addPreviewNotificationCommand } from '@tunnelwatch/server/commands/preview-notification';
import { KeptSecret } from '@tunnelwatch/server/config/kept-secret';
import { createProgram } from '@tunnelwatch/server/config/options';
import { openPeople, type PeopleStore } from '@tunnelwatch/server/serve/people/people-store';
import type { ChannelFields, RouteFields } from '@tunnelwatch/shared/notification-settings';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { tempFolders } from '../support/temp-folder.js';

const SECRET = 'https://hooks.example/services/T0/B0/a-secret-path';
const FILE_CHANNEL = 'notifications:\n  - { name: pager, kind: alertmanager, url: "https://alerts.example" }\n';

const tempFolder = tempFolders();
let folder = '';

beforeEach(() => {
  folder = tempFolder();
});

/** Runs `tunnelwatch …words` in the test's folder. */
async function run(...words: readonly string[]) {
  const ran = { out: '', err: '', code: -1 };
  const io = {
    env: {},
    cwd: folder,
    out: (text: string) => void (ran.out += text),
    err: (text: string) => void (ran.err += text),
    setExitCode: (code: number) => void (ran.code = code),
  };
  const program = createProgram(io);
  addCheckConfigCommand(program, io);
  addPreviewNotificationCommand(program, io);
  await program.parseAsync(words, { from: 'user' });
  expect(ran.out + ran.err).not.toContain('a-secret-path');
  return ran;
}

/** The people of a server that runs while the test does. */
function running(...channels: readonly ChannelFields[]): PeopleStore {
  const store = openPeople(join(folder, 'data'));
  onTestFinished(() => store.database.close());
  for (const fields of channels) {
    store.channels.add({ fields, secret: new KeptSecret(SECRET, 1), version: 1, updatedAt: 1, updatedBy: 'ann' });
  }
  return store;
}

function route(store: PeopleStore, ...routes: readonly RouteFields[]): void {
  store.routes.set({ routes, version: 1, updatedAt: 1, updatedBy: 'ann' });
}

function configure(text: string): void {
  writeFileSync(join(folder, 'tunnelwatch.yaml'), text);
}

describe('[ALM-114] check-config', () => {
  it('counts what was made in the browser, and says what of it is not in force', async () => {
    configure(FILE_CHANNEL);
    const store = running({ name: 'noc', kind: 'slack' }, { name: 'pager', kind: 'slack' });
    route(store, { channels: ['noc', 'gone'] }, { channels: ['pager'] });
    const { out, code } = await run('check-config');
    expect(code).toBe(0);
    expect(out).toContain(
      'Made in the browser: 2 channels, 2 routes\n' +
        '  channel pager of the browser is set aside, the configuration has one of that name\n' +
        '  route 1 of the browser leads to channels that do not exist: gone\n' +
        'The configuration is valid.\n',
    );
    expect(JSON.parse((await run('check-config', '--json')).out)).toMatchObject({
      madeInBrowser: { channels: ['noc', 'pager'], routes: 2, notes: [expect.any(String), expect.any(String)] },
    });
  });

  it('names the channels of the browser when a route of the file leads to one, or to none', async () => {
    configure(`${FILE_CHANNEL}routes:\n  - { channels: [noc] }\n`);
    running({ name: 'noc', kind: 'slack' });
    const { err, code } = await run('check-config');
    expect(code).toBe(2);
    expect(err).toMatch(/tunnelwatch.yaml:4: routes\[0\].channels\[0\]: there is no channel "noc"/);
    expect(err).toContain('Made in the browser: noc. A route to such a channel is made in the browser too');
  });

  it('makes nothing in a data folder that no server has used', async () => {
    expect((await run('check-config')).out).toContain('Made in the browser: 0 channels, 0 routes\n');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says so when the data folder cannot be read', async () => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'people.db'), 'a text of another program, long enough for a header');
    const { out, code } = await run('check-config');
    expect(out).toMatch(/Made in the browser: not checked\. .*people\.db is not a database/);
    expect(code).toBe(0);
  });
});

describe('[ALM-114] preview-notification', () => {
  it('shows what a channel of the browser would send, beside those of the file', async () => {
    configure(FILE_CHANNEL);
    running({ name: 'noc', kind: 'slack', title: 'Look: {message}' });
    const { out, code } = await run('preview-notification');
    expect([out.match(/^\w+ \(\w+\)$/gm), code]).toEqual([['pager (alertmanager)', 'noc (slack)'], 0]);
    expect((await run('preview-notification', 'noc')).out).toContain('"Look: ');
    expect(await run('preview-notification', 'nok')).toMatchObject({
      code: 2,
      err: expect.stringContaining('mean noc?'),
    });
  });

  it('shows those of the file, and says what is missing, when the data folder cannot be read', async () => {
    configure(FILE_CHANNEL);
    mkdirSync(join(folder, 'data', 'people.db'), { recursive: true });
    const { out, err, code } = await run('preview-notification');
    expect([out, err, code]).toEqual([
      expect.stringContaining('pager (alertmanager)'),
      expect.stringMatching(/Channels made in the browser are left out\. .*it is a folder/),
      1,
    ]);
  });
});
