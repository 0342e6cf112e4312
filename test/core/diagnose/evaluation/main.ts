import { readFileSync, writeFileSync } from 'node:fs';
import { type CauseResult, evaluate, rightShare } from './evaluate.js';

const SEEDS = 50;
const DOCUMENT = 'docs/diagnosis.md';
const BEGIN = '<!-- table of confusion: begin -->';
const END = '<!-- table of confusion: end -->';

/** Prints what every cause was taken for, and puts the table into the document with `--write`. */
function main(): void {
  const table = tableOf(evaluate(SEEDS));
  process.stdout.write(`${table}\n`);
  if (!process.argv.includes('--write')) return;
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before = '', rest = ''] = text.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${table}\n\n${END}${after}`);
}

function tableOf(results: readonly CauseResult[]): string {
  const rows = results.map((result) => {
    const { cause, tunnels, verdicts, thin, thinWrong } = result;
    const others = [...verdicts]
      .filter(([name]) => name !== cause.truth)
      .map(([name, count]) => `${name} ${String(count)}`);
    return [
      ...[cause.name, cause.truth, String(tunnels), `${(rightShare(result) * 100).toFixed(1)} %`],
      ...[others.join(', ') || 'none', `${String(thinWrong)} of ${String(thin)}`],
    ];
  });
  return aligned([['cause', 'verdict', 'tunnels', 'named first', 'taken for', 'wrong where thin'], ...rows]);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n');
}

main();
