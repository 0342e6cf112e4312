import { readFileSync } from 'node:fs';
import { isMet, type Table } from '../report.js';

const HEADING = '## What limits what is missed';

/**
 * Rows that miss their goal and of which the document does not say what limits them: its table names rows in its first
 * column, with `;` between several.
 */
export function unexplainedMisses(file: string, tables: readonly Table[]): string[] {
  const explained = new Set(namesIn(readFileSync(file, 'utf8')));
  const missed = tables.flatMap(({ rows }) => rows.filter((row) => isMet(row) === false).map(({ what }) => what));
  return [...new Set(missed)].filter((what) => !explained.has(what));
}

function namesIn(text: string): string[] {
  const from = text.indexOf(HEADING);
  if (from < 0) return [];
  const [section = ''] = text.slice(from + HEADING.length).split('\n## ');
  return [...section.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) =>
    cell.split(';').map((name) => name.trim()),
  );
}
