import { InputQueue } from '@tunnelwatch/server/ingest/source/syslog/input-queue';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const KIB = 1024;

/** A queue, with what was read of it, in order. */
function queueOf(limit: number) {
  const read: string[] = [];
  const pressure: boolean[] = [];
  const queue = new InputQueue(
    limit,
    () => undefined,
    (isHolding) => pressure.push(isHolding),
  );
  const input = (sender: string, name: string, bytes = KIB) => ({ sender, bytes, take: () => read.push(name) });
  return { queue, read, pressure, input };
}

describe('what waits to be read', () => {
  it('[TAIL-47] of each sender is read in order, whoever else sends, and nothing is left', () => {
    const sent = fc.array(fc.record({ sender: fc.constantFrom('a', 'b', 'c'), isDatagram: fc.boolean() }));
    fc.assert(
      fc.property(sent, fc.integer({ min: 1, max: 40_000 }), (inputs, most) => {
        const { queue, read, input } = queueOf(1024 * KIB);
        for (const [at, { sender, isDatagram }] of inputs.entries()) {
          const name = `${isDatagram ? 'udp' : 'tcp'} ${sender} ${String(at)}`;
          if (isDatagram) queue.pushDatagram(input(sender, name));
          else queue.push(input(sender, name));
        }
        while (queue.take(most, 0)) {
          // Until nothing waits.
        }
        expect(read).toHaveLength(inputs.length);
        expect(queue.bytes).toBe(0);
        for (const way of ['udp', 'tcp'])
          for (const sender of ['a', 'b', 'c']) {
            const own = read
              .filter((name) => name.startsWith(`${way} ${sender} `))
              .map((name) => Number(name.slice(6)));
            expect(own).toEqual(own.toSorted((a, b) => a - b));
          }
      }),
    );
  });

  it('[TAIL-47] behind a flood of datagrams is read with its next turn, and connections are not held for it', () => {
    const { queue, read, pressure, input } = queueOf(4096 * KIB);
    for (let at = 0; queue.hasRoom('flood', KIB); at++) queue.pushDatagram(input('flood', `flood ${String(at)}`));
    expect(queue.hasRoom('other', KIB), 'a sender of which nothing waits still has room').toBe(true);
    queue.pushDatagram(input('other', 'other datagram'));
    queue.push(input('real', 'Critical'));
    queue.take(64 * KIB, 0);
    expect(read).toContain('Critical');
    expect(read).toContain('other datagram');
    expect(pressure).toEqual([]);
  });

  it('[TAIL-47] of connections holds them when their half of the memory is full, until it is half empty', () => {
    const { queue, pressure, input } = queueOf(64 * KIB);
    for (let at = 0; at < 40; at++) queue.push(input('sender', String(at)));
    expect(pressure).toEqual([true]);
    while (queue.take(KIB, 0)) {
      // Until nothing waits.
    }
    expect(pressure).toEqual([true, false]);
  });
});
