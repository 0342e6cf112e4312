import { type CutLine, cutLine } from '@tunnelwatch/server/core/decode/template/cutter';
import { type LineTemplate, TemplateTree } from '@tunnelwatch/server/core/decode/template/template-tree';
import { placeholderText, valuesOf } from '@tunnelwatch/server/core/decode/template/placeholder';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hardLine } from '../../../support/line-arbitraries.js';

/** Interned texts of one test. */
function texts() {
  const list: string[] = [];
  return {
    intern: (text: string) => (list.includes(text) ? list.indexOf(text) : list.push(text) - 1),
    text: (index: number) => list[index] ?? '',
  };
}

function restore(
  { texts: pieces, slots }: Pick<CutLine, 'texts' | 'slots'>,
  values: ArrayLike<number>,
  text: (index: number) => string,
): string {
  let at = 0;
  let line = pieces[0] ?? '';
  slots.forEach((slot, index) => {
    line += placeholderText(slot, values[at] ?? 0, values[at + 1] ?? 0, text) + (pieces[index + 1] ?? '');
    at += valuesOf(slot);
  });
  return line;
}

function match(tree: TemplateTree, line: string): LineTemplate | undefined {
  const padded = Buffer.from(`##${line}\nnext`, 'latin1');
  return tree.match(padded, 2, 2 + line.length);
}

describe('cutting lines into text and slots', () => {
  it('gives back any line byte for byte', () => {
    fc.assert(
      fc.property(hardLine, (line) => {
        const { intern, text } = texts();
        const cut = cutLine(line, intern);
        expect(restore(cut, cut.values, text)).toBe(line);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps prio, id, rev and the sender as text and makes the rest slots', () => {
    const line =
      '2026-02-10T18:57:45.970123+01:00 gw7_Master EFW: IPSEC: prio=2 id=00278 rev=1 seqno=4711 matchkey=0815 spi=0x1f';
    const cut = cutLine(line, texts().intern);
    expect(cut.texts.join('{}')).toBe(
      '{}+01:00 gw7_Master EFW: IPSEC: prio=2 id=00278 rev=1 seqno={} matchkey={} spi={}',
    );
    expect(cut.slots.map((slot) => slot.kind)).toEqual(['fineStamp', 'decimal', 'text', 'hex']);
  });
});

describe('the tree of shapes', () => {
  it('matches a line of a known shape and reads values that give it back byte for byte', () => {
    fc.assert(
      fc.property(fc.array(hardLine, { minLength: 1, maxLength: 40 }), (lines) => {
        const { intern, text } = texts();
        const tree = new TemplateTree(intern, 1000);
        for (const line of lines) if (match(tree, line) === undefined) tree.add(cutLine(line, intern));
        for (const line of lines) {
          const shape = match(tree, line);
          expect(shape).toBeDefined();
          if (shape !== undefined)
            expect(restore({ texts: [...shape.texts], slots: [...shape.slots] }, tree.values, text)).toBe(line);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes no more shapes than it may', () => {
    const { intern } = texts();
    const tree = new TemplateTree(intern, 2);
    expect(tree.add(cutLine('a', intern))).toBeDefined();
    expect(tree.add(cutLine('b', intern))).toBeDefined();
    expect(tree.add(cutLine('c', intern))).toBeUndefined();
    expect(match(tree, 'c')).toBeUndefined();
  });

  it('knows lines of one shape that differ in numbers only', () => {
    const { intern } = texts();
    const tree = new TemplateTree(intern, 100);
    const shape = tree.add(cutLine('Feb 10 17:37:13 gw EFW: IPSEC: prio=2 id=278 seqno=9 matchkey=5', intern));
    expect(match(tree, 'Feb 10 01:02:03 gw EFW: IPSEC: prio=2 id=278 seqno=123456 matchkey=77')).toBe(shape);
    expect(match(tree, 'Feb 10 01:02:03 gw EFW: IPSEC: prio=2 id=611 seqno=123456 matchkey=77')).toBeUndefined();
    expect(match(tree, 'Feb 10 01:02:03 gw EFW: IPSEC: prio=2 id=278 seqno=0123 matchkey=77')).toBeUndefined();
  });
});
