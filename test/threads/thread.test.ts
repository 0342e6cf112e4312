import { CallTimeout, type SentError, ThreadError } from '@tunnelwatch/server/threads/protocol';
import { Thread, type ThreadOptions } from '@tunnelwatch/server/threads/thread';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ProbeProtocol } from './thread-protocol.js';

function start(part: Partial<ThreadOptions<ProbeProtocol>> = {}) {
  const said: string[] = [];
  const thread = new Thread<ProbeProtocol>({
    entry: new URL('./probe-entry.mjs', import.meta.url),
    name: 'the probe',
    data: { failsAtStart: false },
    calls: {
      echo: true,
      heard: true,
      failWith: true,
      unsendable: true,
      tellThenAnswer: true,
      never: true,
      late: true,
      eatMemory: true,
      breakDown: true,
    },
    notices: {
      said: (word) => {
        said.push(word);
      },
    },
    ...part,
  });
  onTestFinished(() => thread.close());
  return { thread, said };
}

/** The error that a promise is rejected with. */
const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('calls to a thread', () => {
  it('bring arguments there and answers back as they are', async () => {
    const { thread } = start();
    const shared = new Uint8Array(new SharedArrayBuffer(4));
    const values = [
      undefined,
      null,
      0,
      -0,
      NaN,
      '🔒\u0000',
      [1, [2]],
      new Map([[1, new Set(['a'])]]),
      Buffer.from('é'),
    ];
    const answer = await thread.calls.echo(...values, shared);
    expect(answer.slice(0, -2)).toEqual(values.slice(0, -1));
    expect(Buffer.from(answer.at(-2) as Uint8Array).toString()).toBe('é');
    shared[0] = 7;
    expect(answer.at(-1)).toEqual(shared);
    expect(await thread.calls.echo()).toEqual([]);
  });

  it('are carried out in order with the notices between them, and answered behind what was told before the answer', async () => {
    const { thread, said } = start();
    thread.notify('hear', 'a');
    const first = thread.calls.heard();
    thread.notify('hear', 'b');
    const second = thread.calls.heard();
    expect([await first, await second]).toEqual([['a'], ['a', 'b']]);
    expect(await thread.calls.tellThenAnswer(3)).toBe('answered');
    expect(said).toEqual(['0', '1', '2']);
  });

  it('are answered in whatever order they are ready', async () => {
    const { thread } = start();
    const late = thread.calls.late('late');
    expect(await thread.calls.echo('early')).toEqual(['early']);
    expect(thread.pendingCalls).toBe(1);
    thread.notify('release');
    expect(await late).toBe('late');
    expect(thread.pendingCalls).toBe(0);
  });

  it('reject with the name, the message and the code of the error', async () => {
    const { thread } = start();
    const error = await errorOf(thread.calls.failWith({ message: 'too far', code: 'ERANGE' }));
    expect(error).toBeInstanceOf(ThreadError);
    expect(error).toMatchObject({ name: 'RangeError', message: 'too far', code: 'ERANGE' });
    expect((error as Error).stack).toContain('probe-worker');
    expect(await errorOf(thread.calls.failWith({ message: 'no code', code: 5 }))).toMatchObject({ code: undefined });
    expect(await errorOf(thread.calls.failWith({ message: 'a plain text', isPlain: true }))).toMatchObject({
      message: 'a plain text',
    });
    expect(await thread.calls.echo('goes on')).toEqual(['goes on']);
  });

  it('reject with an error of the kind that the caller makes of it', async () => {
    class OwnError extends Error {}
    const { thread } = start({
      toError: ({ message, code }: SentError) => new OwnError(`${String(code)}: ${message}`),
    });
    const error = await errorOf(thread.calls.failWith({ message: 'full', code: 'disk-full' }));
    expect(error).toBeInstanceOf(OwnError);
    expect(error).toMatchObject({ message: 'disk-full: full' });
    const pending = errorOf(thread.calls.never());
    await thread.close();
    expect(await pending).toBeInstanceOf(OwnError);
  });

  it('reject where arguments or the answer cannot be sent, and nothing is left pending', async () => {
    const { thread } = start();
    await expect(thread.calls.echo(() => 'a function')).rejects.toThrow('could not be cloned');
    await expect(thread.calls.unsendable()).rejects.toThrow('could not be cloned');
    expect(thread.pendingCalls).toBe(0);
  });

  it('give up after the time that a caller asks for, and drop an answer that comes later', async () => {
    const { thread } = start();
    const error = await errorOf(thread.within(1).late('too late'));
    expect(error).toBeInstanceOf(CallTimeout);
    expect(error).toMatchObject({ message: 'no answer to late within 0.001 s' });
    expect(thread.pendingCalls).toBe(0);
    thread.notify('release');
    expect(await thread.within(60_000).echo('in time')).toEqual(['in time']);
  });
});

describe('the end of a thread', () => {
  it('comes behind all that it was sent before it was closed', async () => {
    const { thread, said } = start();
    thread.notify('hear', 'a');
    const answer = thread.calls.echo('before');
    thread.notify('hear', 'b');
    await thread.close();
    expect(await answer).toEqual(['before']);
    expect(said).toEqual(['closed behind a b']);
    expect(await thread.ended).toBeUndefined();
    expect(thread.hasEnded).toBe(true);
  });

  it('rejects what was not answered, and all that is asked later; closing again settles', async () => {
    const { thread } = start();
    const pending = errorOf(thread.calls.never());
    const closed = thread.close();
    const behind = errorOf(thread.calls.echo('behind'));
    await closed;
    for (const error of [await pending, await behind, await errorOf(thread.calls.echo('after'))]) {
      expect(error).toMatchObject({ message: 'the probe has ended' });
    }
    thread.notify('hear', 'nobody');
    await thread.close();
  });

  it.each([
    ['an error that nobody caught', 'throw', { message: 'a bug in the thread' }],
    ['a reason of its own', 'fail', { message: 'no room left', code: 'disk-full' }],
    ['nothing said', 'exit', { message: 'the probe has ended' }],
  ] as const)('gives as the reason %s', async (_what, how, reason) => {
    const { thread } = start();
    const others = [errorOf(thread.calls.never()), errorOf(thread.within(60_000).never())];
    const own = errorOf(thread.calls.breakDown(how));
    for (const error of await Promise.all([own, ...others])) expect(error).toMatchObject(reason);
    expect(await thread.ended).toMatchObject(reason);
    await expect(thread.calls.echo()).rejects.toMatchObject(reason);
  });

  it('gives a reason although nobody waits for an answer', async () => {
    const { thread } = start();
    thread.notify('leave');
    expect(await thread.ended).toMatchObject({ message: 'the probe has ended' });
  });

  it('gives what failed when it started, and what failed in a notice', async () => {
    const { thread } = start({ data: { failsAtStart: true } });
    await expect(thread.calls.echo()).rejects.toMatchObject({ message: 'there is no such folder', code: 'ENOENT' });
    const { thread: other } = start();
    other.notify('choke', 'a word too long');
    await expect(other.calls.echo()).rejects.toThrow('a word too long');
  });

  it('comes when it uses more memory than it may', async () => {
    const { thread } = start({ resourceLimits: { maxOldGenerationSizeMb: 24 } });
    await expect(thread.calls.eatMemory()).rejects.toThrow('memory limit');
  });
});
