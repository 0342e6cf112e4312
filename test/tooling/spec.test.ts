import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FILES = [...readdirSync('docs/spec').map((name) => join('docs/spec', name)), 'docs/delivery.md'];
const SPECS = FILES.map((file) => readFileSync(file, 'utf8'));
const RULES = SPECS.flatMap((text) => [...text.matchAll(/^\| ([A-Z]+-\d+) +\|/gm)].map((match) => match[1] ?? ''));

function testsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testsBelow(path);
    return /\.(test|spec)\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('the rules in docs/spec and docs/delivery.md', () => {
  const titles = testsBelow('test').flatMap((text) => [...text.matchAll(/\[([A-Z]+-\d+)\]/g)].map((match) => match[1]));

  it('has no rule that nobody proves', () => {
    expect(RULES.length).toBeGreaterThan(20);
    expect(RULES.filter((rule) => !titles.includes(rule))).toEqual([]);
  });

  it('has every rule that a test quotes', () => {
    expect(titles.filter((rule) => rule !== undefined && !RULES.includes(rule))).toEqual([]);
  });
});
