import { AttemptRelay } from '@tunnelwatch/server/serve/people/replica/attempt-relay';
import { PeopleSeal } from '@tunnelwatch/server/serve/people/replica/people-seal';
import {
  createSignInLimits,
  type PasswordAttempt,
  type SignInLimits,
} from '@tunnelwatch/server/serve/people/sign-in-limits';
import { beforeEach, describe, expect, it } from 'vitest';

const key = (secret: string) => ({ id: secret.slice(0, 16), secret: Buffer.from(secret, 'hex') });
const ours = key('0123456789abcdef'.repeat(4));
const theirs = key('fedcba9876543210'.repeat(4));

interface Node {
  limits: SignInLimits;
  relay: AttemptRelay;
}

let nodes: Node[];
/** What was said, in order. */
let said: Uint8Array[];
let now: number;

/** A node; what it says is heard by all, itself included. */
function makeNode(current = ours): Node {
  const limits = createSignInLimits((counted) => {
    relay.tell(counted);
  });
  const relay: AttemptRelay = new AttemptRelay({
    seal: new PeopleSeal({ keys: [current], current }),
    limits,
    tell: (message) => said.push(message),
    clock: () => now,
  });
  return { limits, relay };
}

/** Has all nodes hear what was said, as often as told. */
async function deliver(times = 1): Promise<void> {
  for (const message of said.splice(0)) {
    for (let time = 0; time < times; time++) for (const { relay } of nodes) await relay.take(message);
  }
}

/** Guesses on one node after the other until one refuses; gives how many were let through. */
async function guesses(attempt: PasswordAttempt): Promise<number> {
  for (let count = 0; count < 1000; count++) {
    const node = nodes[count % nodes.length];
    if ((await node?.limits.attempt(attempt)) !== undefined) return count;
    await deliver();
  }
  return Number.POSITIVE_INFINITY;
}

const from = (address: string): PasswordAttempt => ({
  name: 'ada',
  address,
  device: undefined,
  isKnownAddress: false,
});

beforeEach(() => {
  said = [];
  now = 1_000_000;
  nodes = [makeNode(), makeNode(), makeNode()];
});

describe('attempts to enter a password, on the nodes of a cluster', () => {
  it('[CLU-36] count on all of them: who guesses has no more where there are three nodes', async () => {
    expect(await guesses(from('192.0.2.1'))).toBe(10);
    // A second address of the same account has its own ten.
    expect(await guesses(from('192.0.2.2'))).toBe(10);
  });

  it('[CLU-36] do not count where the password was right', async () => {
    const [first, second] = nodes;
    for (let count = 0; count < 30; count++) {
      await first?.limits.attempt(from('192.0.2.1'));
      await first?.limits.succeeded(from('192.0.2.1'));
      await deliver();
    }
    expect(await second?.limits.attempt(from('192.0.2.1'))).toBeUndefined();
  });

  it('[CLU-36] count once, however often they are heard, and not when they are told again later', async () => {
    const [first, second] = nodes;
    await first?.limits.attempt(from('192.0.2.1'));
    const [message] = said;
    if (message === undefined) throw new Error('nothing was said');
    await deliver(20);
    now += 61_000;
    for (let count = 0; count < 20; count++) await second?.relay.take(message);
    expect(await second?.limits.attempt(from('192.0.2.1'))).toBeUndefined();
  });

  it('[CLU-36] of somebody without the audit key count nowhere, and cannot be read', async () => {
    const stranger = makeNode(theirs);
    for (let count = 0; count < 10; count++) await stranger.limits.attempt(from('192.0.2.1'));
    expect(Buffer.concat(said).toString('latin1')).not.toContain('192.0.2.1');
    await deliver();
    for (const { limits, relay } of nodes) {
      await relay.take(Buffer.from('no message at all'));
      expect(await limits.attempt(from('192.0.2.1'))).toBeUndefined();
    }
  });
});
