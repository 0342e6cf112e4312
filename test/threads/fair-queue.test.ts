import { FairQueue, SERVER_KEY } from '@tunnelwatch/server/threads/fair-queue';
import { Turns } from '@tunnelwatch/server/threads/turns';
import { describe, expect, it } from 'vitest';

const item = (key: string, number = 0) => ({ key, number });

function drained(queue: FairQueue<ReturnType<typeof item>>): string[] {
  const served: string[] = [];
  for (let next = queue.next(); next !== undefined; next = queue.next())
    served.push(`${next.key}${String(next.number)}`);
  return served;
}

describe('a queue in turn by asker', () => {
  it('[LIVE-21] serves each asker in order, all askers in turn, and the server first', () => {
    const queue = new FairQueue<ReturnType<typeof item>>();
    for (const number of [1, 2, 3]) queue.add(item('a', number));
    queue.add(item('b', 1));
    queue.add(item('c', 1));
    queue.add(item(SERVER_KEY, 1));
    expect(queue.size).toBe(6);
    expect(drained(queue)).toEqual(['server1', 'a1', 'b1', 'c1', 'a2', 'a3']);
    expect(queue.size).toBe(0);
  });

  it('[LIVE-21] gives one who has just had a turn the last one', () => {
    const queue = new FairQueue<ReturnType<typeof item>>();
    queue.add(item('a', 1));
    queue.add(item('a', 2));
    expect(queue.next()?.number).toBe(1);
    queue.add(item('b', 1));
    expect(drained(queue)).toEqual(['a2', 'b1']);
  });

  it('[LIVE-20] drops what is no longer wanted', () => {
    const queue = new FairQueue<ReturnType<typeof item>>();
    const dropped = item('a', 1);
    queue.add(dropped);
    queue.add(item('a', 2));
    expect([queue.remove(dropped), queue.remove(dropped), queue.size]).toEqual([true, false, 1]);
    expect(drained(queue)).toEqual(['a2']);
  });
});

describe('jobs in turn', () => {
  it('[LIVE-30] of one asker are not all in front of another’s, and are dropped when they are no longer wanted', async () => {
    const turns = new Turns(1);
    const done: string[] = [];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const job = (name: string) => async () => {
      await gate;
      done.push(name);
    };
    const gone = new AbortController();
    const dropped = turns.run('a', job('a0'), AbortSignal.abort(new Error('gone')));
    const waiting = [1, 2, 3].map((number) => turns.run('a', job(`a${String(number)}`)));
    const aborted = turns.run('a', job('a4'), gone.signal);
    waiting.push(turns.run('b', job('b1')));
    gone.abort(new Error('gone'));
    open();
    await expect(dropped).rejects.toThrow('gone');
    await expect(aborted).rejects.toThrow('gone');
    await Promise.all(waiting);
    expect(done).toEqual(['a1', 'a2', 'b1', 'a3']);
    const failing = turns.run('a', () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    await turns.run('a', job('a5'));
    expect(done.at(-1)).toBe('a5');
  });
});
