import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { renderTable, type Table } from '../report.js';

const BEGIN = '<!-- results: written by npm run bench, begin -->';
const END = '<!-- results: end -->';

/**
 * Puts results into a document, in the place of those that stand between its two marks.
 * @throws when the document has no such marks
 */
export async function replaceResults(
  file: string,
  { machine, tables, summary }: { machine: readonly string[]; tables: readonly Table[]; summary: string },
): Promise<void> {
  const text = readFileSync(file, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${file}: it needs the lines ${BEGIN} and ${END}`);
  const lines = [
    `Measured on ${new Date().toISOString().slice(0, 10)}; ${summary}.`,
    machine.map((line) => `- ${line}`).join('\n'),
    ...tables.map(renderTable),
  ];
  const whole = `${text.slice(0, begin)}${BEGIN}\n\n${lines.join('\n\n')}\n\n${text.slice(end)}`;
  writeFileSync(file, await format(whole, { ...(await resolveConfig(file)), parser: 'markdown' }));
}
