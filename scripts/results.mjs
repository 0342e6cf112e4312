/**
 * What a runner found. `notes` are for people: what was skipped, what broke outside of any test. What is `skipped` has proved
 * nothing: a program or a right that it needs is missing.
 *
 * @typedef {{ name: string, passed: number, failed: number, skipped: number, notes: readonly string[] }} Tally
 *
 * @typedef {{ status: string, fullName: string, meta?: { skipReason?: string } }} VitestCase
 * @typedef {{ name: string, status: string, message?: string, assertionResults: readonly VitestCase[] }} VitestFile
 * @typedef {{ testResults: readonly VitestFile[] }} VitestReport
 *
 * @typedef {{ status: string, annotations?: readonly { type: string, description?: string }[] }} PlaywrightTest
 * @typedef {{ title: string, tests: readonly PlaywrightTest[] }} PlaywrightSpec
 * @typedef {{ title: string, specs?: readonly PlaywrightSpec[], suites?: readonly PlaywrightSuite[] }} PlaywrightSuite
 * @typedef {{ suites: readonly PlaywrightSuite[], errors: readonly { message?: string }[] }} PlaywrightReport
 */

/**
 * Counts Vitest's JSON report. A file that could not be loaded has no tests in it and counts as one failure.
 *
 * @param {string} name
 * @param {VitestReport} report
 * @returns {Tally}
 */
export function tallyVitest(name, report) {
  const cases = report.testResults.flatMap((file) => file.assertionResults);
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed'),
  );
  return {
    name,
    passed: cases.filter((one) => one.status === 'passed').length,
    failed: cases.filter((one) => one.status === 'failed').length + broken.length,
    skipped: cases.filter((one) => !['passed', 'failed'].includes(one.status)).length,
    notes: [
      ...broken.map((file) => `${file.name}: ${file.message ?? 'failed outside of any test'}`),
      ...cases
        .filter((one) => !['passed', 'failed'].includes(one.status))
        .map((one) => skipNote(one.fullName, one.meta?.skipReason)),
    ],
  };
}

/**
 * Counts Playwright's JSON report. A flaky test counts as failed: it failed.
 *
 * @param {string} name
 * @param {PlaywrightReport} report
 * @returns {Tally}
 */
export function tallyPlaywright(name, report) {
  const cases = report.suites.flatMap((suite) => casesOf(suite, []));
  const errors = report.errors.map((error) => error.message ?? 'failed outside of any test');
  return {
    name,
    passed: cases.filter((one) => one.status === 'expected').length,
    failed: cases.filter((one) => ['unexpected', 'flaky'].includes(one.status)).length + errors.length,
    skipped: cases.filter((one) => one.status === 'skipped').length,
    notes: [
      ...errors,
      ...cases.filter((one) => one.status === 'skipped').map((one) => skipNote(one.title, one.skipReason)),
    ],
  };
}

/**
 * @param {string} title of a test
 * @param {string | undefined} reason why it was skipped and what helps; undefined for a missing program, which is listed
 */
function skipNote(title, reason) {
  return `skipped: ${title}${reason === undefined ? '' : `: ${reason}`}`;
}

/**
 * @param {PlaywrightSuite} suite
 * @param {readonly string[]} above titles of the suites around it
 * @returns {{ status: string, title: string, skipReason: string | undefined }[]}
 */
function casesOf(suite, above) {
  const titles = [...above, suite.title];
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map(({ status, annotations = [] }) => ({
      status,
      title: [...titles, spec.title].join(' › '),
      skipReason: annotations.find(({ type }) => type === 'skip')?.description,
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => casesOf(inner, titles))];
}

/**
 * Holds a runner to its word: one that ended badly without naming a failure, or that ran no test, has failed.
 *
 * @param {Tally} tally
 * @param {{ exitCode: number, mayBeEmpty: boolean }} outcome
 * @returns {Tally}
 */
export function withVerdict(tally, { exitCode, mayBeEmpty }) {
  if (tally.failed > 0) return tally;
  if (tally.passed + tally.skipped === 0 && !mayBeEmpty) return addFailure(tally, 'ran no test at all');
  if (exitCode === 0) return tally;
  return addFailure(tally, `ended with exit code ${exitCode} though no test failed; its output is above`);
}

/**
 * @param {Tally} tally
 * @param {string} reason
 * @returns {Tally}
 */
function addFailure(tally, reason) {
  return { ...tally, failed: tally.failed + 1, notes: [...tally.notes, reason] };
}

/**
 * @param {readonly Tally[]} tallies
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function sum(tallies) {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.reduce((total, { failed }) => total + failed, 0),
    skipped: tallies.reduce((total, { skipped }) => total + skipped, 0),
  };
}

/**
 * How a run ends: its last line, which scripts read, and its exit code.
 *
 * @param {{ passed: number, failed: number, skipped: number }} counts
 * @returns {{ line: string, exitCode: number }}
 */
export function verdictOf({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
  // A filter that fits no test has proved nothing, and neither have tests that were all skipped.
  return { line, exitCode: failed > 0 || passed === 0 ? 1 : 0 };
}
