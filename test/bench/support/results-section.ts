import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { renderTable, summarise, type Table } from '../report.js';
import { renderPlot } from './plot.js';

const RESULTS = 'results';
/** Figures are written there, beside the document. */
const PICTURES = 'growth';

/**
 * Puts results into a document, in the place of those that stand between their two marks: those with a section of their own
 * there, all others among the results. A section of which nothing was measured stays as it is.
 * @throws when the document has no such marks
 */
export async function replaceResults(
  file: string,
  { machine, tables }: { machine: readonly string[]; tables: readonly Table[] },
): Promise<void> {
  let text = readFileSync(file, 'utf8');
  const nameOf = ({ section }: Table) => section?.name ?? RESULTS;
  for (const section of new Set(tables.map(nameOf))) {
    const own = tables.filter((table) => nameOf(table) === section);
    const goals = own.some(({ rows }) => rows.some(({ goal }) => goal !== undefined));
    const lines = [
      `Measured on ${new Date().toISOString().slice(0, 10)}${goals ? `; ${summarise(own)}` : ''}.`,
      machine.map((line) => `- ${line}`).join('\n'),
      ...own.map((table) => renderTable(table, writePicture(file, table))),
    ];
    text = replaceSection(text, section, lines.join('\n\n'), file);
  }
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
}

function replaceSection(text: string, section: string, content: string, file: string): string {
  const begin = `<!-- ${section}: written by npm run bench, begin -->`;
  const end = `<!-- ${section}: end -->`;
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file}: it needs the lines ${begin} and ${end}`);
  return `${text.slice(0, from)}${begin}\n\n${content}\n\n${text.slice(to)}`;
}

/** Draws the figure of a table beside the document; gives its path from there. */
function writePicture(file: string, { section }: Table): string | undefined {
  if (section === undefined) return undefined;
  const path = `${PICTURES}/${section.name}.svg`;
  mkdirSync(join(dirname(file), PICTURES), { recursive: true });
  writeFileSync(join(dirname(file), path), renderPlot(section.plot));
  return path;
}
