import { alertPageSchema, apiGatewaySchema, apiTunnelSchema } from '@tunnelwatch/shared/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, ServeProcess } from '../support/serve-process.js';
import { linesOfCause } from '../support/simulated-drops.js';

// A server takes long to start: the tests share one, or one before and one after a kill, and each has tunnels of its own.
let server: ServeProcess;

async function verdictOf(matchkey: string, gateway = 'gw-north') {
  const response = await server.fetch(`api/v1/tunnels/${gateway}/${matchkey}`);
  if (response.status !== 200) return undefined;
  return apiTunnelSchema.parse(await response.json()).verdict?.name;
}

const untilVerdict = (name: string, matchkey: string, gateway?: string) =>
  eventually(`${name} of ${matchkey}`, async () => (await verdictOf(matchkey, gateway)) === name);

/** The lines of a cause as those of another tunnel. */
function linesOf(cause: string, { gateway = 'gw-north', matchkey = cause, endsAgoMs = 1000 }) {
  return linesOfCause(cause, 5, endsAgoMs).map((line) =>
    line.replace('gw-north', gateway).replace(`matchkey=${cause}`, `matchkey=${matchkey}`),
  );
}

function hexSeqno(decimal: string): string {
  return `seqno=0x${Number(decimal).toString(16).toUpperCase()}`;
}

async function alerts() {
  return alertPageSchema.parse(await server.get('alerts?limit=200')).items;
}

async function suspicions() {
  return (await alerts()).filter(({ rule }) => rule.startsWith('diagnosis-'));
}

const CAUSES = [
  ['reordering', 'reordering'],
  ['duplication', 'duplication'],
  ['integrity-key', 'integrity-key'],
  ['corruption', 'corruption'],
] as const;

const WRITTEN = [
  ['in JSON', 'json', (line: string) => JSON.stringify({ message: line })],
  ['with text outside ASCII', 'text', (line: string) => line.replace('action=drop', 'action=drop note="Zürich"')],
  [
    ...(['with numbers in capitals', 'capitals'] as const),
    (line: string) => line.replace(/seqno=(\d+)/, (_, number) => hexSeqno(String(number))),
  ],
] as const;

describe('the drops of live tunnels', () => {
  const hourAgo = linesOf('reordering', { matchkey: 'past', endsAgoMs: 3_600_000 });

  beforeAll(async () => {
    server = await ServeProcess.start({ content: hourAgo.map((line) => `${line}\n`).join('') });
    await server.untilCount(hourAgo.length);
    // All at once, so that one look at the tunnels is waited for instead of one for each.
    for (const [cause] of CAUSES) server.append(...linesOfCause(cause, 5));
    for (const [, matchkey, write] of WRITTEN) server.append(...linesOf('duplication', { matchkey }).map(write));
  });

  afterAll(() => server.remove());

  it.each(CAUSES)(
    '[DIA-20] of %s are diagnosed as they come, and alarm nobody by themselves',
    async (cause, verdict) => {
      await untilVerdict(verdict, cause);
      expect(await suspicions()).toEqual([]);
    },
  );

  it.each(WRITTEN)('[DIA-24] are diagnosed as they come where lines are %s', async (_name, matchkey) => {
    await untilVerdict('duplication', matchkey);
  });

  it('[DIA-20] of the past are on record and not diagnosed as they come', async () => {
    server.append(...linesOf('duplication', { matchkey: 'later' }));
    await untilVerdict('duplication', 'later');
    expect(await server.count('matchkey=past')).toBe(hourAgo.length);
    expect(await verdictOf('past')).toBeUndefined();
  });

  it('[DIA-20] are diagnosed although a stamp from the future came before them', async () => {
    const tunnel = { gateway: 'gw-south', matchkey: 'future' };
    const [first = ''] = linesOf('reordering', tunnel);
    server.append(first.replace(/^\S+/, new Date(Date.now() + 86_400_000).toISOString()));
    await eventually('the stamp from the future', async () => (await server.count('gateway=gw-south')) === 1);
    server.append(...linesOf('reordering', tunnel));
    await untilVerdict('reordering', tunnel.matchkey, tunnel.gateway);
  });
});

describe('what is said of tunnels before a kill -9', () => {
  const rules = {
    'rate-replay': { count: 20, onDelaySeconds: 0 },
    'rate-integrity': { count: 20, onDelaySeconds: 0 },
  };
  const flags = ['--alerts-rules', JSON.stringify(rules), '--diagnosis', JSON.stringify({ switchOverSeconds: 0 })];
  let raised: Awaited<ReturnType<typeof suspicions>> = [];
  let switchOvers: unknown;

  const gateway = async () => apiGatewaySchema.parse(await server.get('gateways/gw-east'));
  const verdictsOfWest = async () =>
    (await alerts()).flatMap(({ rule, subject, verdict }) =>
      'gateway' in subject && subject.gateway === 'gw-west' ? [`${rule} ${String(verdict?.name)}`] : [],
    );

  beforeAll(async () => {
    server = await ServeProcess.start({ flags });
  });

  afterAll(() => server.remove());

  it('[DIA-22] what they are consistent with is on the alerts about them, also on those that come later', async () => {
    const lines = ['duplication', 'corruption'].flatMap((cause) => linesOf(cause, { gateway: 'gw-west' }));
    server.append(...lines);
    await eventually('the verdicts on the alerts', async () => {
      return (await verdictsOfWest()).sort().join() === 'rate-integrity corruption,rate-replay duplication';
    });
  });

  it('[DIA-21] they raise an alert of high priority where somebody may be behind them, once', async () => {
    server.append(...linesOfCause('replay-attack', 5), ...linesOfCause('forged', 5));
    await eventually('both alerts', async () => (await suspicions()).length === 2);
    raised = await suspicions();
    expect(raised.map(({ rule }) => rule).sort()).toEqual(['diagnosis-forged', 'diagnosis-replay']);
    for (const alert of raised) expect(alert).toMatchObject({ priority: 'high', isActive: true });
  });

  it('[DIA-25] those of several tunnels are those of one switch-over where another HA member logs them', async () => {
    const of = (member: string, cause: string, matchkey: string) =>
      linesOf(cause, { gateway: `gw-east_${member}`, matchkey });
    server.append(...of('Master', 'duplication', 'a'));
    await untilVerdict('duplication', 'a', 'gw-east');
    expect((await gateway()).gateway).toMatchObject({ members: ['Master'], activeMember: 'Master', switchOvers: [] });
    server.append(...['b', 'c', 'd'].flatMap((matchkey) => of('Slave', 'peer-reset', matchkey)));
    await eventually('the switch-over', async () => (await gateway()).verdicts.length > 0);
    await eventually('all of its tunnels', async () => (await gateway()).verdicts[0]?.evidence.length === 3);
    const { verdicts, gateway: facts } = await gateway();
    expect(verdicts.map(({ name }) => name)).toEqual(['ha-switch-over']);
    expect(facts).toMatchObject({ activeMember: 'Slave', switchOvers: [{ from: 'Master', to: 'Slave' }] });
    ({ switchOvers } = facts);
  });

  describe('after it', () => {
    beforeAll(async () => {
      const { directory } = server;
      await server.end('SIGKILL');
      server = await ServeProcess.start({ directory, flags });
    });

    it('[DIA-22] [DIA-25] is still on the alerts, and so are the switch-overs', async () => {
      expect((await verdictsOfWest()).sort()).toEqual(['rate-integrity corruption', 'rate-replay duplication']);
      expect((await gateway()).gateway.switchOvers).toEqual(switchOvers);
    });

    it('[DIA-21] raises nothing again', async () => {
      server.append(...linesOfCause('replay-attack', 6));
      await untilVerdict('replay', 'replay-attack');
      const after = await suspicions();
      expect(after.map(({ id, isActive }) => [id, isActive])).toEqual(raised.map(({ id }) => [id, true]));
    });
  });
});
