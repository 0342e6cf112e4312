import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiExplanationSchema } from '@tunnelwatch/shared/api';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
const PAIRS =
  'prio=2 id=278 rev=1 event="Anti-replay check failed" action=drop seqno=7 windowbase=900 windowsize=64 matchkey=a1';
const LINE = `<133>Nov 29 06:00:00 relay1 <133>Nov 29 05:59:58 gw1_Master EFW: IPSEC: ${PAIRS}`;

function explain(words: readonly string[], options: { input?: string | Buffer; cwd?: string } = {}) {
  return runCli(['explain', ...words], { cwd: tempFolder(), ...options });
}

describe('explain', () => {
  it('shows an understood line with marks, senders, pairs and doubts at 80 columns, and exits with 0', async () => {
    const { code, out, err } = await explain([LINE]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(
      [
        'Event: 278 Anti-replay check failed.',
        '',
        '  <133>Nov 29 06:00:00 relay1 <133>Nov 29 05:59:58 gw1_Master EFW: IPSEC: prio=2',
        '  sssssttttttttttttttt rrrrrr sssssttttttttttttttt gggggggggg pppp cccccc ======',
        '   id=278 rev=1',
      ].join('\n'),
    );
    for (const text of [
      '  subject    tunnel a1 of gw1\n',
      '  gateway    gw1 (HA member Master), from the header nearest to the message\n',
      '  relay      relay1, ',
      '    72-78  prio       2\n',
      '  - year assumed: the stamp has none',
    ]) {
      expect(out).toContain(text);
    }
    for (const row of out.split('\n')) expect(row.length).toBeLessThanOrEqual(80);
  });

  it('shows the name of the gateway in the line and the one that it is counted as', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'tunnelwatch.yaml'), JSON.stringify({ aliases: { fw1: 'edge-a' } }));
    const of = async (name: string) => {
      const { out } = await explain([`2026-11-29T06:00:00Z ${name} EFW: IPSEC: ${PAIRS}`], { cwd });
      return out.replaceAll(/\n {4,}/g, ' ');
    };
    const fromAlias = await of('FW1');
    expect(fromAlias).toContain('gateway    FW1 → counted as edge-a (alias), from the header nearest to the message\n');
    expect(fromAlias).toContain('subject    tunnel a1 of edge-a\n');
    expect(await of('gw2.noc.example')).toContain('gateway    gw2.noc.example → counted as gw2, from the header');
  });

  it('reads lines from standard input and exits with 1 when one of them is unreadable', async () => {
    const good = await explain([], { input: `${LINE}\r\n\n${LINE}` });
    expect(good.code).toBe(0);
    expect(good.out.match(/^Event: 278/gm)).toHaveLength(2);
    expect(good.out).toContain('Empty: the line holds nothing');
    const bad = await explain([], { input: `${LINE}\nNov 29 06:00:00 gw1 prio=2 id=278\n` });
    expect(bad.code).toBe(1);
    expect(bad.out).toContain('Unreadable: no gateway message in the line');
    expect(bad.out).toContain('- there is no category such as IPSEC: in front of the pairs (prio, id)');
  });

  it('shows control characters escaped, and places the marks by what is shown', async () => {
    const line = Buffer.from(
      '2026-11-29T06:00:00Z gw1\tEFW: IPSEC: id=278 a=\x1b[31mred\x07 \u202eb=1 matchkey=\x9b',
      'utf8',
    );
    const { out } = await explain([], { input: line });
    // eslint-disable-next-line no-control-regex -- what a terminal would obey must not come through
    expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    expect(out).toContain('  2026-11-29T06:00:00Z gw1\\tEFW: IPSEC: id=278 a=\\x1b[31mred\\x07 \\u202eb=1');
    expect(out).toContain('  tttttttttttttttttttt ggg  pppp cccccc ====== ');
  });

  it('--json prints an object for each line, as the API does', async () => {
    const { code, out } = await explain(['--json'], { input: `${LINE}\nnothing\n` });
    expect(code).toBe(1);
    const [first, second] = out
      .trim()
      .split('\n')
      .map((text) => apiExplanationSchema.parse(JSON.parse(text)));
    expect(first).toMatchObject({ outcome: 'event', subject: { kind: 'tunnel', gateway: 'gw1', matchkey: 'a1' } });
    expect(second).toMatchObject({ outcome: 'unreadable', failure: { reason: 'no-gateway-message' } });
  });

  it('--config and --file give the settings of the source that would read the file, which need not exist', async () => {
    const cwd = tempFolder();
    const format = String.raw`^\S+ (?<gateway>\w+) ~ (?<message>.*)$`;
    const sources = [
      { files: 'logs/*.txt', gateway: 'gw-set', timeZone: 'Europe/Stockholm' },
      { files: 'form/**/{a,b}*.log', format },
      { listen: 'udp://127.0.0.1:9514', gateway: 'gw-udp' },
    ];
    writeFileSync(join(cwd, 'tunnelwatch.yaml'), JSON.stringify({ sources, timeZone: 'UTC' }));
    const raw = `2026-11-29 06:00:00 EFW: IPSEC: ${PAIRS}`;
    const of = async (file: string, line: string) => (await explain(['--file', file, line], { cwd })).out;
    const set = await of('logs/gw1.txt', raw);
    expect(set).toContain('gateway    gw-set, from the setting gateway of its source');
    expect(set).toContain('time       2026-11-29T05:00:00.000Z');
    expect(set).toContain('zone       Europe/Stockholm, that of the source');
    expect(await of('form/x/y/b7.log', `x gw7 ~ IPSEC: ${PAIRS}`)).toContain(
      'gateway    gw7, from the group gateway of the format',
    );
    expect(await of('udp://127.0.0.1:9514', raw)).toContain('gateway    gw-udp, from the setting');
    const other = await explain(['--file', '/var/log/gw9-20261129.log', raw], { cwd });
    expect(other.out).toContain('gateway    gw9, from the file’s name');
    expect(other.err).toContain('no source of the configuration reads /var/log/gw9-20261129.log');
  });

  it('is refused without a line, with a wrong configuration, and with more than one argument', async () => {
    expect(await explain([])).toMatchObject({ code: 2, out: '' });
    expect(await explain(['--config', 'none.yaml', LINE])).toMatchObject({ code: 2 });
    const unquoted = await explain(['gw1', 'EFW:']);
    expect(unquoted.code).toBe(2);
    expect(unquoted.err).toContain('too many arguments');
  });

  it('bounds what it prints of a long line', async () => {
    const { code, out } = await explain([], { input: `EFW: IPSEC: id=278 ${'a=1 '.repeat(15_000)}` });
    expect(code).toBe(0);
    expect(out).toContain('more characters)');
    expect(out).toContain('more)');
  });
});
