import { alertPageSchema, apiGatewaySchema, apiTunnelSchema } from '@tunnelwatch/shared/api';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually, ServeProcess } from '../support/serve-process.js';
import { linesOfCause } from '../support/simulated-drops.js';

let server: ServeProcess | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

async function verdictOf(running: ServeProcess, matchkey: string) {
  const response = await running.fetch(`api/v1/tunnels/gw-north/${matchkey}`);
  if (response.status !== 200) return undefined;
  return apiTunnelSchema.parse(await response.json()).verdict?.name;
}

function hexSeqno(decimal: string): string {
  return `seqno=0x${Number(decimal).toString(16).toUpperCase()}`;
}

async function suspicions(running: ServeProcess) {
  const { items } = alertPageSchema.parse(await running.get('alerts?limit=200'));
  return items.filter(({ rule }) => rule.startsWith('diagnosis-'));
}

describe('the drops of live tunnels', () => {
  it.each([
    ['reordering', 'reordering'],
    ['duplication', 'duplication'],
    ['integrity-key', 'integrity-key'],
    ['corruption', 'corruption'],
  ])('[DIA-20] of %s are diagnosed as they come, and alarm nobody by themselves', async (cause, verdict) => {
    server = await ServeProcess.start();
    const running = server;
    server.append(...linesOfCause(cause, 5));
    await eventually('the verdict', async () => (await verdictOf(running, cause)) === verdict);
    expect(await suspicions(server)).toEqual([]);
  });

  it.each([
    ['in JSON', (line: string) => JSON.stringify({ message: line })],
    ['with text outside ASCII', (line: string) => line.replace('action=drop', 'action=drop note="Zürich"')],
    [
      'with numbers in capitals',
      (line: string) => line.replace(/seqno=(\d+)/, (_, number) => hexSeqno(String(number))),
    ],
  ])('[DIA-24] are diagnosed as they come where lines are %s', async (_name, write) => {
    server = await ServeProcess.start();
    const running = server;
    server.append(...linesOfCause('duplication', 5).map(write));
    await eventually('the verdict', async () => (await verdictOf(running, 'duplication')) === 'duplication');
  });

  it('[DIA-21] raise an alert of high priority where somebody may be behind them, once, also across kill -9', async () => {
    server = await ServeProcess.start();
    let running = server;
    server.append(...linesOfCause('replay-attack', 5), ...linesOfCause('forged', 5));
    await eventually('both alerts', async () => (await suspicions(running)).length === 2);
    const before = await suspicions(server);
    expect(before.map(({ rule }) => rule).sort()).toEqual(['diagnosis-forged', 'diagnosis-replay']);
    for (const alert of before) expect(alert).toMatchObject({ priority: 'high', isActive: true });
    const { directory } = server;
    await server.end('SIGKILL');
    server = await ServeProcess.start({ directory });
    running = server;
    server.append(...linesOfCause('replay-attack', 6));
    await eventually('the verdict again', async () => (await verdictOf(running, 'replay-attack')) === 'replay');
    const after = await suspicions(server);
    expect(after.map(({ id, isActive }) => [id, isActive])).toEqual(before.map(({ id }) => [id, true]));
  });

  it('[DIA-20] are diagnosed although a stamp from the future came before them', async () => {
    server = await ServeProcess.start();
    const running = server;
    const [first = ''] = linesOfCause('reordering', 5);
    const future = new Date(Date.now() + 86_400_000).toISOString();
    server.append(first.replace(/^\S+/, future));
    await server.untilCount(1);
    server.append(...linesOfCause('reordering', 5));
    await eventually('the verdict', async () => (await verdictOf(running, 'reordering')) === 'reordering');
  });

  it('[DIA-22] put what they are consistent with on the alerts about their tunnel, also on those that come later', async () => {
    const rules = {
      'rate-replay': { count: 20, onDelaySeconds: 0 },
      'rate-integrity': { count: 20, onDelaySeconds: 0 },
    };
    server = await ServeProcess.start({ flags: ['--alerts-rules', JSON.stringify(rules)] });
    const running = server;
    server.append(...linesOfCause('duplication', 5), ...linesOfCause('corruption', 5));
    const verdicts = async () => {
      const { items } = alertPageSchema.parse(await running.get('alerts?limit=200'));
      return items.map(({ rule, verdict }) => `${rule} ${String(verdict?.name)}`).sort();
    };
    await eventually('the verdicts on the alerts', async () => {
      return (await verdicts()).join() === 'rate-integrity corruption,rate-replay duplication';
    });
    const { directory } = server;
    await server.end('SIGKILL');
    server = await ServeProcess.start({ directory, flags: ['--alerts-rules', JSON.stringify(rules)] });
    expect(
      alertPageSchema
        .parse(await server.get('alerts'))
        .items.map(({ verdict }) => verdict?.name)
        .sort(),
    ).toEqual(['corruption', 'duplication']);
  });

  it('[DIA-20] of the past are on record and not diagnosed as they come', async () => {
    const hourAgo = linesOfCause('reordering', 5, 3_600_000);
    server = await ServeProcess.start({ content: hourAgo.map((line) => `${line}\n`).join('') });
    await server.untilCount(hourAgo.length);
    const running = server;
    server.append(...linesOfCause('duplication', 5));
    await eventually('a later verdict', async () => (await verdictOf(running, 'duplication')) === 'duplication');
    expect(await verdictOf(server, 'reordering')).toBeUndefined();
  });

  it('[DIA-25] of several tunnels are those of one switch-over where another HA member logs them, also after kill -9', async () => {
    const flags = ['--diagnosis', JSON.stringify({ switchOverSeconds: 0 })];
    server = await ServeProcess.start({ flags });
    let running = server;
    const gateway = async () => apiGatewaySchema.parse(await running.get('gateways/gw-north'));
    const of = (member: string, cause: string, matchkey: string) =>
      linesOfCause(cause, 5).map((line) =>
        line.replace('gw-north', `gw-north_${member}`).replace(`matchkey=${cause}`, `matchkey=${matchkey}`),
      );
    server.append(...of('Master', 'duplication', 'a'));
    await eventually('the first verdict', async () => (await verdictOf(running, 'a')) === 'duplication');
    expect((await gateway()).gateway).toMatchObject({ members: ['Master'], activeMember: 'Master', switchOvers: [] });
    server.append(...['b', 'c', 'd'].flatMap((matchkey) => of('Slave', 'peer-reset', matchkey)));
    await eventually('the switch-over', async () => (await gateway()).verdicts.length > 0);
    await eventually('all of its tunnels', async () => (await gateway()).verdicts[0]?.evidence.length === 3);
    const { verdicts, gateway: facts } = await gateway();
    expect(verdicts.map(({ name }) => name)).toEqual(['ha-switch-over']);
    expect(facts).toMatchObject({ activeMember: 'Slave', switchOvers: [{ from: 'Master', to: 'Slave' }] });
    const { directory } = server;
    await server.end('SIGKILL');
    server = await ServeProcess.start({ directory, flags });
    running = server;
    expect((await gateway()).gateway.switchOvers).toEqual(facts.switchOvers);
  });
});
