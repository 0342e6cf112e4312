import { runCommand } from '../step.mjs';

/**
 * Runs a program to its end.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {Promise<string>} what it said
 */
export async function run(file, args, cwd) {
  const { code, output } = await runCommand({ file, args, cwd });
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} failed (${code}) in ${cwd}:\n${output.trimEnd()}`);
  return output;
}
