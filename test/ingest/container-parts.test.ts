import { eventPageSchema, sourcePageSchema } from '@tunnelwatch/shared/api';
import fc from 'fast-check';
import { joinContainerParts, readContainerPart } from '@tunnelwatch/server/core/decode/container-parts';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually, ServeProcess } from '../support/serve-process.js';

let server: ServeProcess | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

const MESSAGE =
  'Nov 29 06:00:00 gw2 EFW: IPSEC: prio=2 id=278 rev=1 event="Anti-replay check failed" action=drop seqno=7 windowbase=900 windowsize=64 matchkey=ä1';
const part = (flag: 'P' | 'F', text: string, stream = 'stdout') =>
  `2026-11-29T06:00:00.123456789Z ${stream} ${flag} ${text}`;

describe('a line that a container runtime cut into parts', () => {
  it('is one event with the whole message, across a kill between the parts, and beside lines of the other stream', async () => {
    const cuts = [MESSAGE.slice(0, 60), MESSAGE.slice(60, 100), MESSAGE.slice(100)];
    server = await ServeProcess.start();
    const { directory } = server;
    server.append(part('P', cuts[0] ?? ''), part('F', MESSAGE.replace('ä1', 'b1'), 'stderr'), part('P', cuts[1] ?? ''));
    await server.untilCount(1);
    await server.end('SIGKILL');
    server = await ServeProcess.start({ directory });
    server.append(part('F', cuts[2] ?? ''), part('F', MESSAGE.replace('ä1', 'c1')));
    await server.untilCount(3);
    const { items } = eventPageSchema.parse(await server.get(`events?matchkey=${encodeURIComponent('ä1')}`));
    expect(items).toMatchObject([{ gateway: 'gw2', messageId: 278, parameters: { seqno: '7', windowsize: '64' } }]);
    // Byte for byte what was logged.
    expect(items[0]?.raw).toBe(
      [part('P', cuts[0] ?? ''), part('P', cuts[1] ?? ''), part('F', cuts[2] ?? '')].join('\n'),
    );
    await eventually('the report', async () => {
      const [source] = sourcePageSchema.parse(await server?.get('sources')).items;
      return source?.counts.lines === 3 && source.counts.unreadable === 0;
    });
  });

  it('is what it was before it was cut, wherever that was', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aZ09 ="\\{}[]:<>|äPF') });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (pieces) => {
        const lines = pieces.map((piece, at) => part(at === pieces.length - 1 ? 'F' : 'P', piece));
        expect(lines.map((line) => readContainerPart(line)?.isLast)).toEqual(
          pieces.map((_, at) => at === pieces.length - 1),
        );
        expect(joinContainerParts(lines.join('\n'))).toBe(part('F', pieces.join('')));
      }),
    );
  });
});
