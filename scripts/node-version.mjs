/** The oldest Node.js that the product is tested with; the same number stands in package.json under "engines". */
const OLDEST = [20, 19];

/**
 * Says what is wrong with a Node.js version, or nothing when it will do.
 *
 * @param {string} version as in `process.versions.node`, e.g. "20.20.2"
 * @returns {string | undefined} a sentence for people
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `Tunnelwatch needs Node.js ${OLDEST.join('.')} or newer, and this is ${version}; install a newer one and try again.`;
}

/** Ends the process with exit code 1 and a clear sentence when Node.js is too old. */
export function requireNode() {
  const problem = nodeProblem(process.versions.node);
  if (problem === undefined) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
