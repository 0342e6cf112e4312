import { placeholderText } from '../../core/decode/template/placeholder.js';
import {
  decimalTest,
  isWordTest,
  lowerAscii,
  passes,
  type SlotTest,
  type Way,
} from '../../core/search/template-search.js';
import type { OpenBlock } from './block-reader.js';

/** A line that is asked for. */
interface SearchedLine {
  /** Counted from the block's first row. */
  row: number;
  /** The number of its template in the segment. */
  shape: number;
  /** Those of its template. */
  ways: readonly Way[];
  /** Epoch ms; counts only where a way tests a stamp. */
  time: number;
  subjectId: number;
}

/** Says of a line, by its number among those of its layout, whether a value passes a test. */
type LineTest = (number: number, line: SearchedLine) => boolean;

/** What is left of the ways of a template in one block. */
interface BlockWays {
  /** By the number of a line 1 if it contains the text; undefined when none does by its numbers and words alone. */
  found: Uint8Array | undefined;
  /** Ways in which something else than numbers and words must pass, too. */
  others: readonly { found: Uint8Array | undefined; tests: readonly LineTest[] }[];
}

/** Which lines of a block contain a text by their values: whole columns are compared, without a text of each line. */
export class BlockSearch {
  /** By template. */
  private readonly ways = new Map<number, BlockWays>();
  /** By layout and test the lines that pass; undefined when none does. Templates share layouts. */
  private readonly passed = new Map<string, Uint8Array | undefined>();
  private readonly words = new Map<string, Uint8Array | undefined>();

  /** @param nameOf the name of a tunnel's subject */
  constructor(
    private readonly block: OpenBlock,
    private readonly nameOf: (subjectId: number) => string,
  ) {}

  has(line: SearchedLine): boolean {
    let left = this.ways.get(line.shape);
    if (left === undefined) {
      left = this.waysLeft(this.block.layoutAt(line.row), line.ways);
      this.ways.set(line.shape, left);
    }
    const { found, others } = left;
    if (found === undefined && others.length === 0) return false;
    const number = this.block.numberAt(line.row);
    if (found?.[number] === 1) return true;
    return others.some(
      (way) => (way.found === undefined || way.found[number] === 1) && way.tests.every((test) => test(number, line)),
    );
  }

  private waysLeft(layout: number, ways: readonly Way[]): BlockWays {
    let found: Uint8Array | undefined;
    const others: { found: Uint8Array | undefined; tests: LineTest[] }[] = [];
    for (const way of ways) {
      const left = this.testsLeft(layout, way);
      if (left === undefined) continue;
      if (left.tests.length > 0) others.push(left);
      else if (left.found !== undefined) found = found === undefined ? left.found : either(found, left.found);
    }
    return { found, others };
  }

  /** Lines of which all that stands in columns passes, and the tests of the rest; undefined when none can pass in this block. */
  private testsLeft(layout: number, way: Way): { found: Uint8Array | undefined; tests: LineTest[] } | undefined {
    let found: Uint8Array | undefined;
    const tests: LineTest[] = [];
    for (const test of way) {
      // The words of a block tell without its columns that none passes.
      if (isWordTest(test) && this.passingWords(test) === undefined) return undefined;
      const column = this.block.column(layout, test.offset);
      if (column?.kind === 'name') {
        tests.push(this.nameTest(test));
        continue;
      }
      // A long number has its last digits in the next column.
      if (column?.kind !== 'numbers' || test.slot.kind === 'long') {
        tests.push((number, { time }) => passes(test, lowerAscii(this.block.text(layout, test, number, time))));
        continue;
      }
      const own = this.passingLines(layout, test, column.numbers);
      if (own === undefined) return undefined;
      found = found === undefined ? own : both(found, own);
    }
    return { found, tests };
  }

  private nameTest(test: SlotTest): LineTest {
    // Lines of one tunnel are neighbours.
    let last = { subjectId: -1, isPassed: false };
    return (_number, { subjectId }) => {
      if (subjectId !== last.subjectId) {
        last = { subjectId, isPassed: passes(test, lowerAscii(this.nameOf(subjectId))) };
      }
      return last.isPassed;
    };
  }

  private passingLines(layout: number, test: SlotTest, numbers: Float64Array): Uint8Array | undefined {
    const key = `${String(layout)} ${String(test.offset)} ${test.how} ${test.text}`;
    if (!this.passed.has(key)) this.passed.set(key, whereTrue(numbers, this.valueTest(test)));
    return this.passed.get(key);
  }

  private valueTest(test: SlotTest): (value: number) => boolean {
    const { slot } = test;
    if (isWordTest(test)) {
      const words = this.passingWords(test);
      return (word) => words?.[word] === 1;
    }
    const quick = slot.kind === 'decimal' ? decimalTest(test) : undefined;
    return quick ?? ((value) => passes(test, placeholderText(slot, value, 0, noWord).toLowerCase()));
  }

  /** For each word of the block 1 if it passes; undefined when none does. */
  private passingWords(test: SlotTest): Uint8Array | undefined {
    const key = `${test.how} ${test.text}`;
    if (!this.words.has(key)) {
      this.words.set(
        key,
        whereTrue(this.block.words, (word) => passes(test, lowerAscii(word))),
      );
    }
    return this.words.get(key);
  }
}

const noWord = () => '';

/** For each value 1 if it passes; undefined when none does. */
function whereTrue<Value>(values: ArrayLike<Value>, isPassed: (value: Value) => boolean): Uint8Array | undefined {
  let found: Uint8Array | undefined;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value === undefined || !isPassed(value)) continue;
    found ??= new Uint8Array(values.length);
    found[index] = 1;
  }
  return found;
}

function either(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((passed, index) => passed | (b[index] ?? 0));
}

function both(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((passed, index) => passed & (b[index] ?? 0));
}
