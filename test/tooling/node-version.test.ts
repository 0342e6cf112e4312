import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeProblem } from '../../scripts/node-version.mjs';

describe('nodeProblem', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('takes %s', (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  it.each(['18.20.8', '20.18.3', '20.9.0'])('refuses %s and says what is needed', (version) => {
    expect(nodeProblem(version)).toBe(
      `Tunnelwatch needs Node.js 20.19 or newer, and this is ${version}; install a newer one and try again.`,
    );
  });

  it('asks for what package.json asks for', () => {
    expect(readFileSync('package.json', 'utf8')).toMatch(/"node": ">=20\.19"/);
  });
});
