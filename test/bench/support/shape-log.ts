import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIELD_SHAPES } from '../../corpus/field-shapes.js';
import { laterLine } from '../../corpus/varied-lines.js';
import { INPUT_CACHE } from './bench-log.js';

/** Logs of what receivers and shippers write around messages. */
export type ShapeLogName = 'mixed' | 'objects' | 'different';

/** Changed whenever the same name gives other bytes than before. */
const FORM = 1;

/** The log of that many lines, made when it is not there yet. */
export function shapeLog(name: ShapeLogName, lines: number): string {
  const file = join(INPUT_CACHE, `shapes-v${String(FORM)}-${name}-${String(lines)}.log`);
  if (existsSync(file)) return file;
  mkdirSync(INPUT_CACHE, { recursive: true });
  const unfinished = `${file}.${String(process.pid)}`;
  const lineAt = MAKERS[name];
  writeFileSync(unfinished, Array.from({ length: lines }, (_, number) => `${lineAt(number)}\n`).join(''));
  renameSync(unfinished, file);
  return file;
}

const OBJECTS = FIELD_SHAPES.filter(({ line, repeats }) => line.startsWith('{') && repeats === undefined);

const MAKERS: Readonly<Record<ShapeLogName, (number: number) => string>> = {
  /** All shapes of the corpus in turn, with their own numbers. */
  mixed: (number) => shapeInTurn(FIELD_SHAPES, number),
  /** Those that are objects of shippers. */
  objects: (number) => shapeInTurn(OBJECTS, number),
  /** The same as mixed, of a host that never sent a line before, with a parameter that no other line has. */
  different: (number) =>
    shapeInTurn(FIELD_SHAPES, number)
      .replaceAll(/\bgw\d\b/g, `h${lettersOf(number)}`)
      .replace(' action=', ` ${lettersOf(number)}=x action=`),
};

function shapeInTurn(shapes: readonly { readonly line: string }[], number: number): string {
  const { line } = shapes[number % shapes.length] ?? { line: '' };
  return laterLine(line, Math.floor(number / shapes.length));
}

/** A number in letters, which no template takes for one. */
function lettersOf(number: number): string {
  return String(number).replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
}
