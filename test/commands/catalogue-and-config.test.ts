import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addCatalogueCommand } from '@tunnelwatch/server/commands/catalogue';
import { addCheckConfigCommand } from '@tunnelwatch/server/commands/check-config';
import { createProgram } from '@tunnelwatch/server/config/options';
import { SETTINGS } from '@tunnelwatch/server/config/setting-list';
import { catalogueEntrySchema, catalogueListSchema } from '@tunnelwatch/shared/catalogue';
import { beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
let folder = '';

beforeEach(() => {
  folder = tempFolder();
});

interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** Runs `tunnelwatch …words` in the test's folder and environment. */
function run(words: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const ran = { out: '', err: '', code: -1 };
  const io = {
    env,
    cwd: folder,
    out: (text: string) => void (ran.out += text),
    err: (text: string) => void (ran.err += text),
    setExitCode: (code: number) => void (ran.code = code),
  };
  const program = createProgram(io);
  addCatalogueCommand(program, io);
  addCheckConfigCommand(program, io);
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    // Help and wrong usage end parsing by an exception that has set the exit code.
    if (ran.code === -1) throw error;
  }
  return ran;
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

describe('catalogue list', () => {
  it('has a line for each message, with id, severity, priority, class, latching and text', () => {
    const { out, code } = run(['catalogue', 'list']);
    const lines = out.trimEnd().split('\n');
    expect([code, lines.length]).toEqual([0, 24]);
    expect(lines.find((line) => line.trim().startsWith('1682 '))?.split(/ {2,}/)).toEqual([
      '1682',
      'critical',
      'urgent',
      'routing',
      'yes',
      'Failed to remove dynamic route.',
    ]);
  });

  it('--json prints the entries', () => {
    const entries = catalogueListSchema.shape.items.parse(JSON.parse(run(['catalogue', 'list', '--json']).out));
    expect(entries.map((entry) => entry.id)).toEqual(entries.map((entry) => entry.id).toSorted((a, b) => a - b));
    expect(entries).toHaveLength(23);
  });

  it('honours the file of the user', () => {
    write('tunnelwatch.yaml', 'catalogue: mine.yaml\n');
    write('mine.yaml', 'messages:\n  - { id: 1690, message: Something of ours. }\n');
    expect(run(['catalogue', 'list']).out).toMatch(/1690 .*Something of ours\. \(your file\)/);
  });

  it('ends with 2 and the place when that file is wrong', () => {
    write('mine.yaml', 'messages:\n  - id: 1682\n    priority: low\n');
    const { out, err, code } = run(['catalogue', 'list', '--catalogue', 'mine.yaml']);
    expect([out, code]).toEqual(['', 2]);
    expect(err).toContain('mine.yaml:3: messages[0].priority: priority low is below urgent');
  });
});

describe('catalogue import', () => {
  const OWN = 'messages:\n  - { id: 1690, message: Something of ours. }\n  - { id: 278, priority: high }\n';

  it('puts a file into the data folder, where every command and the server find it', () => {
    write('mine.yaml', OWN);
    const target = join(folder, 'data', 'catalogue.yaml');
    expect(run(['catalogue', 'import', 'mine.yaml'])).toEqual({
      out: `Imported to ${target}: 1 new, 1 changed. In force after a restart of the server.\n`,
      err: '',
      code: 0,
    });
    expect(run(['catalogue', 'list']).out).toMatch(/1690 .*Something of ours\. \(your file\)/);
    expect(JSON.parse(run(['check-config', '--json']).out)).toMatchObject({
      settings: { catalogue: { value: target, from: 'default' } },
    });
    expect(readdirSync(join(folder, 'data'))).toEqual(['catalogue.yaml']);
  });

  it('keeps the one of before when a file has errors, and says where', () => {
    write('mine.yaml', OWN);
    run(['catalogue', 'import', 'mine.yaml']);
    write('wrong.yaml', 'messages:\n  - id: 1682\n    priority: low\n');
    const { err, code } = run(['catalogue', 'import', 'wrong.yaml']);
    expect([err, code]).toEqual([expect.stringContaining('wrong.yaml:3: messages[0].priority: priority low is'), 2]);
    expect(run(['catalogue', 'import', 'none.yaml'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no such'),
    });
    expect(run(['catalogue', 'list']).out).toContain('Something of ours.');
  });

  it('leaves the word to the setting', () => {
    write('mine.yaml', OWN);
    write('tunnelwatch.yaml', 'catalogue: mine.yaml\n');
    expect(run(['catalogue', 'import', 'mine.yaml'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/tunnelwatch.yaml:1 names a catalogue file, which is used: edit that one/),
    });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });
});

describe('catalogue show', () => {
  it('prints everything, and our advice as ours', () => {
    const { out, code } = run(['catalogue', 'show', '278']);
    expect(code).toBe(0);
    for (const part of [
      '278  Anti-replay check failed.',
      'seqno, windowbase, windowsize, matchkey',
      'drop',
      '2.26.2',
      'replay',
    ]) {
      expect(out).toContain(part);
    }
    expect(out).toMatch(
      /Proposed action[^\n]*\n {2}None: the guide recommends nothing\.\n\nOur advice \(Tunnelwatch’s, not the vendor’s\):/,
    );
  });

  it('calls nothing the guide’s or ours that stands in the file of the user', () => {
    const messages = [
      '  - { id: 1690, message: Something of ours., severity: informational, ourAdvice: Call us. }',
      '  - { id: 278, explanation: It was too late., priority: high }',
    ];
    write('mine.yaml', `messages:\n${messages.join('\n')}\n`);
    const own = run(['catalogue', 'show', '1690', '--catalogue', 'mine.yaml']).out;
    expect(own).toContain('information (from your catalogue file)');
    expect(own).toMatch(
      /Proposed action \(from your catalogue file\):\n {2}None: your catalogue file recommends nothing\./,
    );
    expect(own).toMatch(/Advice \(from your catalogue file\):\n {2}Call us\./);
    expect(own).not.toMatch(/from the reference guide|guide proposes|Our advice|Tunnelwatch/);

    const changed = run(['catalogue', 'show', '278', '--catalogue', 'mine.yaml']).out;
    expect(changed).toMatch(/Explanation \(from your catalogue file\):\n {2}It was too late\./);
    expect(changed).toContain('at least high (from your catalogue file)');
    expect(changed).toContain('Proposed action (from the reference guide):');
    expect(changed).toContain('Our advice (Tunnelwatch’s, not the vendor’s):');
    expect(changed).toContain('built-in, with explanation, priority from your catalogue file');
  });

  it.each(['278', '00000278', '0x116', '0X116'])('takes the id as %s', (id) => {
    expect(catalogueEntrySchema.parse(JSON.parse(run(['catalogue', 'show', id, '--json']).out)).id).toBe(278);
  });

  it('ends with 1 and the nearest ids for one that the catalogue does not have', () => {
    const { out, err, code } = run(['catalogue', 'show', '1690']);
    expect([out, code]).toEqual(['', 1]);
    expect(err).toContain('Message 1690 is not in the catalogue');
    expect(err).toContain('  1696  Failed to remove IPsec policy rules.');
  });

  it.each(['abc', '278abc', '-5', '2.5', '', '0x', '99999999999999999999'])('ends with 2 for %j', (id) => {
    const { out, err, code } = run(['catalogue', 'show', '--', id]);
    expect([out, code]).toEqual(['', 2]);
    expect(err).toContain('is not a message id');
  });
});

describe('check-config', () => {
  it('prints each effective setting with where it comes from', () => {
    write('tunnelwatch.yaml', 'alerts:\n  pastAfterMinutes: 20\n');
    const { out, code } = run(['check-config', '--port', '9000', 'a.log'], { TUNNELWATCH_LOG_LEVEL: 'warn' });
    expect(code).toBe(0);
    expect(out).toMatch(/^port +9000 +--port$/m);
    expect(out).toMatch(/^log\.level +warn +TUNNELWATCH_LOG_LEVEL$/m);
    expect(out).toMatch(/^alerts\.pastAfterMinutes +20 +.*tunnelwatch\.yaml:2$/m);
    expect(out).toMatch(/^basePath +\/ +default$/m);
    expect(out).toMatch(/^sources +.*a\.log.* +FILE$/m);
  });

  it('--json prints the same as data', () => {
    const { out } = run(['check-config', '--json', '--insecure-no-auth', '--host', '0.0.0.0', '--no-demo']);
    expect(JSON.parse(out)).toMatchObject({
      configFile: null,
      settings: { host: { value: '0.0.0.0', from: '--host' }, demo: { value: false, from: '--demo' } },
    });
  });

  it('ends with 2 and every error, those of the catalogue’s file too', () => {
    expect(run(['check-config'], { TUNNELWATCH_PORT: 'x' })).toMatchObject({ out: '', code: 2 });
    write('mine.yaml', 'messages: 5\n');
    const { err, code } = run(['check-config'], { TUNNELWATCH_CATALOGUE: 'mine.yaml' });
    expect(code).toBe(2);
    expect(err).toMatch(/mine\.yaml:1: messages: `messages` is not a list; start with `messages:`/);
  });
});

describe('what is wrong is named by file, line and key', () => {
  it('a message that is twice in the catalogue’s file', () => {
    write('mine.yaml', 'messages:\n  - id: 1690\n    message: a\n  - message: b\n    id: 1690\n');
    const { err, code } = run(['check-config', '--catalogue', 'mine.yaml']);
    expect(code).toBe(2);
    expect(err).toMatch(/mine\.yaml:5: messages\[1\]\.id: message 1690 is defined twice; merge/);
  });

  it('a key that is twice in an entry of the catalogue’s file', () => {
    write('mine.yaml', 'messages:\n  - id: 1\n    message: a\n  - id: 1690\n    message: a\n    message: b\n');
    const { err, code } = run(['catalogue', 'list', '--catalogue', 'mine.yaml']);
    expect(code).toBe(2);
    expect(err).toMatch(
      /mine\.yaml:6: messages\[1\]\.message: duplicate key: it appears twice, first on line 5; keep one/,
    );
  });

  it('a key that is twice in the configuration', () => {
    write('tunnelwatch.yaml', 'port: 1\ndisplay:\n  staleAfterSeconds: 5\n  staleAfterSeconds: 6\n"port": 2\n');
    const { err, code } = run(['check-config']);
    expect(code).toBe(2);
    expect(err).toMatch(
      /tunnelwatch\.yaml:4: display\.staleAfterSeconds: duplicate key: it appears twice, first on line 3/,
    );
    expect(err).toMatch(/tunnelwatch\.yaml:5: port: duplicate key: it appears twice, first on line 1/);
  });

  it('a catalogue’s file that is not there, where it is named', () => {
    write('tunnelwatch.yaml', 'port: 8081\ncatalogue: nothing.yaml\n');
    const gone = /nothing\.yaml: no such file; check the path/;
    expect(run(['check-config']).err).toMatch(/tunnelwatch\.yaml:2: catalogue: .*nothing\.yaml: no such file/);
    expect(run(['check-config'])).toMatchObject({ code: 2, err: expect.stringMatching(gone) });
    expect(run(['check-config', '--catalogue', 'nothing.yaml']).err).toMatch(
      /command line: --catalogue: .*nothing\.yaml/,
    );
    const env = { TUNNELWATCH_CATALOGUE: 'nothing.yaml' };
    expect(run(['catalogue', 'list'], env).err).toMatch(/environment: TUNNELWATCH_CATALOGUE: .*nothing\.yaml/);
  });

  it('a catalogue’s file that serve cannot use', async () => {
    write('mine.yaml', 'messages: 5\n');
    const { err, code } = await runCli(['serve', '--catalogue', 'mine.yaml', '--port', '0'], { cwd: folder });
    expect([code, err]).toEqual([2, expect.stringMatching(/mine\.yaml:1: messages: `messages` is not a list/)]);
  });
});

describe('the command line itself', () => {
  it('ends with 0 for help and with 2 for wrong usage', () => {
    expect(run(['catalogue', '--help'])).toMatchObject({ code: 0, err: '' });
    expect(run(['catalogue', 'show'])).toMatchObject({ code: 2, out: '' });
    expect(run(['check-config', '--prot', '1']).err).toMatch(/unknown option '--prot'\n\(Did you mean --port\?\)/);
    expect(run(['check-config', '--port', ''])).toMatchObject({ code: 2 });
  });

  it('has a flag for every setting but the sources, each with what it does', () => {
    const { out } = run(['check-config', '--help']);
    for (const setting of SETTINGS.filter(({ key }) => key !== 'sources')) expect(out).toContain(`  ${setting.flag}`);
  });

  it('takes no FILE for the value of a bare flag', () => {
    const { out } = run(['check-config', '--json', '--insecure-no-auth', 'a.log', '--ingest-store-other', 'b.log']);
    expect(JSON.parse(out)).toMatchObject({
      settings: { sources: { value: [{ files: [join(folder, 'a.log'), join(folder, 'b.log')] }] } },
    });
  });
});
