import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** The tools that load these files want a default export. */
const CONFIGURATIONS = ['*.config.{js,ts}', '.dependency-cruiser.mjs', '{client,server}/vite.config.ts'];

const FORBIDDEN_SYNTAX = [
  { selector: 'TSEnumDeclaration', message: 'A union of literals is checked better and costs nothing at run time.' },
  {
    selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
    message: 'Log lines come from attackers too; React escapes them only as children.',
  },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the module that has it.' },
];
const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'A named export has one name everywhere.',
};

export default defineConfig(
  globalIgnores([
    '**/dist/',
    'server/bundle/',
    'node_modules/',
    'data/',
    'test-results/',
    'playwright-report/',
    '.cache/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,mjs,ts,tsx}'],
    languageOptions: { parser: tseslint.parser, ecmaVersion: 2023, sourceType: 'module' },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      // The worst file and the worst function tell good code from bad; these are the walls, not the aim.
      'max-lines': ['error', 350],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 16],
      // == converts, and a log is full of strings that look like numbers.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX, NO_DEFAULT_EXPORT],
      // Mostly a slip; where bytes of a log are meant, a comment says so.
      'no-control-regex': 'error',
      // `catch {}` swallows an error for good; a comment that says why is enough.
      'no-empty': 'error',
      'prefer-const': 'error',
      'no-var': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx}', 'scripts/*.mjs', 'bin/*.mjs'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A rejected promise that nobody awaits ends the process, or worse, nothing.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      // A new kind of change must be handled everywhere, and the compiler finds where.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Each of these three says "trust me" to the compiler.
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      // "[object Object]" in front of an operator.
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/restrict-plus-operands': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      // The checker of directions tells types from code by this.
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: CONFIGURATIONS,
    languageOptions: { parserOptions: { projectService: false } },
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX] },
  },
  {
    files: ['client/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // The rules of the compiler's plugin that find values computed in effects and writes during rendering.
      'react-hooks/set-state-in-effect': 'error',
      'react-hooks/set-state-in-render': 'error',
      'react-hooks/purity': 'error',
      'react-hooks/refs': 'error',
    },
  },
  {
    files: ['client/src/**/*.{ts,tsx}'],
    ignores: ['client/src/connection/**'],
    rules: {
      // One place knows how the server is reached: all else would have to learn about gaps and snapshots.
      'no-restricted-imports': ['error', { paths: ['socket.io-client'] }],
    },
  },
  {
    // A group of tests is one long function by nature.
    files: ['test/**/*.{ts,tsx}'],
    rules: { 'max-lines-per-function': 'off' },
  },
);
