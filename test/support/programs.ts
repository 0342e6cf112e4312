import { TestRunner } from 'vitest';
import { hasProgram } from '../../scripts/programs.mjs';

/**
 * Whether this machine lacks a program that a group of tests needs, as in `describe.skipIf(lacks('nginx'))`. `npm test`
 * installs all of them where it may, and says at its end which are missing and how many tests that cost.
 */
export function lacks(...names: string[]): boolean {
  return !names.every(hasProgram);
}

declare module 'vitest' {
  interface TaskMeta {
    /** Why a test was skipped and what helps; `npm test` names both at its end. */
    skipReason?: string;
  }
}

/**
 * Skips the test that is running, for something that the machine does not allow.
 *
 * @param reason what is missing and what helps
 */
export function skipBecause(reason: string): never {
  const test = TestRunner.getCurrentTest();
  // In a hook there is no test to skip.
  if (test === undefined) throw new Error(reason);
  test.meta.skipReason = reason;
  return test.context.skip(reason);
}

/** Skips the test that is running when the machine lacks a program: for helpers and for single cases of a table. */
export function skipWithout(...names: string[]): void {
  const missing = names.filter((name) => !hasProgram(name));
  if (missing.length === 0) return;
  // In a hook there is no test to skip: its group has to ask `lacks`.
  skipBecause(`${missing.join(', ')} is missing: npm test says how to install it`);
}
