import { serveThread } from '@tunnelwatch/server/threads/serve-thread';
import type { ProbeProtocol } from './thread-protocol.js';

/** Entry of the thread that these tests speak to. */
serveThread<ProbeProtocol>(({ data, notify, fail }) => {
  if (data.failsAtStart) throw Object.assign(new Error('there is no such folder'), { code: 'ENOENT' });
  const heard: string[] = [];
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    calls: {
      echo: (...values) => values,
      heard: () => heard,
      failWith: ({ message, code, isPlain }) => {
        if (isPlain === true) return Promise.reject(message);
        throw Object.assign(new RangeError(message), { code });
      },
      unsendable: () => () => 'a function cannot be sent',
      tellThenAnswer: (count) => {
        for (let at = 0; at < count; at++) notify('said', String(at));
        return 'answered';
      },
      never: () => new Promise(() => undefined),
      late: async (value) => {
        await released;
        return value;
      },
      eatMemory: () => {
        const kept: unknown[] = [];
        for (;;) kept.push(new Array(10_000).fill(kept.length));
      },
      breakDown: (how) => {
        if (how === 'fail') fail(Object.assign(new Error('no room left'), { code: 'disk-full' }));
        if (how === 'exit') process.exit(3);
        setImmediate(() => {
          throw new Error('a bug in the thread');
        });
        return new Promise(() => undefined);
      },
    },
    notices: {
      hear: (word) => {
        heard.push(word);
      },
      choke: (reason) => {
        throw new Error(reason);
      },
      leave: () => process.exit(3),
      release: () => {
        release();
      },
    },
    close: async () => {
      notify('said', `closed behind ${heard.join(' ')}`);
      await Promise.resolve();
    },
  };
});
