import { describe, expect, it } from 'vitest';
import { sum, tallyPlaywright, tallyVitest, verdictOf, withVerdict } from '../../scripts/results.mjs';

const good = { passed: 3, failed: 0, skipped: 0, notes: [], name: 'unit' };

describe('tallyVitest', () => {
  it('counts passed and failed tests over all files and names the skipped ones', () => {
    const report = {
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'one' },
            { status: 'failed', fullName: 'two' },
          ],
        },
        { name: 'b.test.ts', status: 'passed', assertionResults: [{ status: 'pending', fullName: 'three' }] },
      ],
    };
    expect(tallyVitest('unit', report)).toEqual({
      name: 'unit',
      passed: 1,
      failed: 1,
      skipped: 1,
      notes: ['skipped: three'],
    });
  });

  it('names why a test was skipped and what helps, where it says so', () => {
    const meta = { skipReason: 'no file system can be mounted here: run as root' };
    const file = {
      name: 'a.test.ts',
      status: 'passed',
      assertionResults: [{ status: 'skipped', fullName: 'one', meta }],
    };
    expect(tallyVitest('unit', { testResults: [file] })).toMatchObject({
      skipped: 1,
      notes: ['skipped: one: no file system can be mounted here: run as root'],
    });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const file = { name: 'a.test.ts', status: 'failed', message: 'cannot find module', assertionResults: [] };
    const tally = tallyVitest('unit', { testResults: [file] });
    expect(tally).toMatchObject({ passed: 0, failed: 1, notes: ['a.test.ts: cannot find module'] });
  });

  it('counts a file that failed outside of its tests, all of which passed, as one failure', () => {
    const file = { name: 'a.test.ts', status: 'failed', assertionResults: [{ status: 'passed', fullName: 'one' }] };
    expect(tallyVitest('unit', { testResults: [file] })).toMatchObject({ passed: 1, failed: 1 });
  });
});

describe('tallyPlaywright', () => {
  const specs = (...statuses: string[]) => statuses.map((status) => ({ title: status, tests: [{ status }] }));

  it('counts nested suites, and a flaky test as failed', () => {
    const report = {
      suites: [
        {
          title: 'wall.spec.ts',
          specs: specs('expected'),
          suites: [{ title: 'stale', specs: specs('expected', 'flaky', 'unexpected', 'skipped') }],
        },
      ],
      errors: [],
    };
    expect(tallyPlaywright('browser', report)).toEqual({
      name: 'browser',
      passed: 2,
      failed: 2,
      skipped: 1,
      notes: ['skipped: wall.spec.ts › stale › skipped'],
    });
  });

  it('names why a test was skipped and what helps, where it says so', () => {
    const annotations = [{ type: 'skip', description: 'no file system can be mounted here: run as root' }];
    const report = {
      suites: [{ title: 'full.spec.ts', specs: [{ title: 'one', tests: [{ status: 'skipped', annotations }] }] }],
      errors: [],
    };
    expect(tallyPlaywright('browser', report)).toMatchObject({
      skipped: 1,
      notes: ['skipped: full.spec.ts › one: no file system can be mounted here: run as root'],
    });
  });

  it('counts an error outside of any test as a failure', () => {
    const report = { suites: [], errors: [{ message: 'no such module' }] };
    expect(tallyPlaywright('browser', report)).toMatchObject({ passed: 0, failed: 1, notes: ['no such module'] });
  });
});

describe('withVerdict', () => {
  it('leaves a good run as it is', () => {
    expect(withVerdict(good, { exitCode: 0, mayBeEmpty: false })).toEqual(good);
  });

  it('fails a runner that ran no test', () => {
    const tally = withVerdict({ ...good, passed: 0 }, { exitCode: 0, mayBeEmpty: false });
    expect(tally).toMatchObject({ failed: 1, notes: ['ran no test at all'] });
  });

  it('lets a filter leave a runner without tests', () => {
    expect(withVerdict({ ...good, passed: 0 }, { exitCode: 0, mayBeEmpty: true }).failed).toBe(0);
    expect(withVerdict({ ...good, passed: 0, skipped: 2 }, { exitCode: 0, mayBeEmpty: false }).failed).toBe(0);
  });

  it('fails a runner that ended badly without a failed test', () => {
    expect(withVerdict(good, { exitCode: 1, mayBeEmpty: false })).toMatchObject({ passed: 3, failed: 1 });
    expect(withVerdict({ ...good, passed: 0 }, { exitCode: 1, mayBeEmpty: true }).failed).toBe(1);
  });

  it('adds nothing to failures that were named', () => {
    expect(withVerdict({ ...good, failed: 2 }, { exitCode: 1, mayBeEmpty: false }).failed).toBe(2);
  });
});

describe('sum', () => {
  it('adds up all runners', () => {
    expect(sum([good, { ...good, failed: 2, skipped: 1 }])).toEqual({ passed: 6, failed: 2, skipped: 1 });
    expect(sum([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});

describe('verdictOf', () => {
  it('names skipped tests only where there are some, and takes a run without a passed test for a failure', () => {
    expect(verdictOf({ passed: 3, failed: 0, skipped: 0 })).toEqual({ line: '3 passed, 0 failed', exitCode: 0 });
    expect(verdictOf({ passed: 3, failed: 0, skipped: 2 })).toEqual({
      line: '3 passed, 0 failed, 2 skipped',
      exitCode: 0,
    });
    expect(verdictOf({ passed: 3, failed: 1, skipped: 0 }).exitCode).toBe(1);
    expect(verdictOf({ passed: 0, failed: 0, skipped: 2 }).exitCode).toBe(1);
  });
});
