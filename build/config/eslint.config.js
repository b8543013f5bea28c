import { fileURLToPath } from 'node:url';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';
import { defineConfig } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import { importZones } from './zones.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const product = ['electron/**/*.ts', 'renderer/**/*.ts', 'renderer/**/*.svelte'];
const svelteFiles = ['renderer/**/*.svelte', 'renderer/**/*.svelte.ts'];

const exclusive = [
  ["CallExpression[callee.property.name='only']", 'An exclusive test keeps all others from running.'],
  [
    "CallExpression[callee.object.name=/^(describe|it|test)$/][callee.property.name=/^(skip|skipIf|runIf|todo)$/]",
    "Say why at run time: ctx.skip('reason').",
  ],
  ["CallExpression[callee.property.name='skip'][arguments.length=0]", 'A skip says why.'],
];
const noEnum = ['TSEnumDeclaration', 'Use a union of strings.'];
const restrict = (...pairs) => ['error', ...pairs.map(([selector, message]) => ({ selector, message }))];

/** The page has no network and one way to its host: what goes around either is an error. */
const pageGlobals = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'localStorage', 'sessionStorage'];

export default defineConfig(
  { ignores: ['dist/**', '.cache/**', 'test/output/**', 'node_modules/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  ...tseslint.configs.recommendedTypeChecked,
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: {
      globals: { ...globals.nodeBuiltin },
      parserOptions: {
        // For the scripts in .svelte files, also when a .ts file is followed into one.
        parser: tseslint.parser,
        projectService: true,
        tsconfigRootDir: root,
        extraFileExtensions: ['.svelte'],
      },
    },
    plugins: { 'import-x': importX, ours: { rules: { importZones } } },
    settings: {
      'import-x/extensions': ['.ts', '.svelte'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'], 'svelte-eslint-parser': ['.svelte'] },
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: ['electron/tsconfig.json'], noWarnOnMultipleProjects: true })],
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-default-export': 'error',
      'no-restricted-syntax': restrict(noEnum),
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 60 }],
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // An interface that returns a promise is often served by a function with nothing to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },

  { files: product, rules: { 'ours/importZones': 'error' } },
  {
    files: svelteFiles,
    languageOptions: { globals: { ...globals.browser } },
    rules: { 'max-lines': ['error', 250], 'svelte/no-unused-props': 'error', 'svelte/button-has-type': 'error' },
  },
  {
    files: ['renderer/**'],
    ignores: ['renderer/api/**'],
    rules: { 'no-restricted-globals': ['error', 'window', 'globalThis', ...pageGlobals] },
  },
  { files: ['renderer/api/**'], rules: { 'no-restricted-globals': ['error', ...pageGlobals] } },
  // A command line and the scripts speak to a person on the console.
  { files: ['electron/cli/**', 'build/scripts/**'], rules: { 'no-console': 'off' } },

  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': restrict(noEnum, ...exclusive),
      'no-console': 'off',
      // The callback of a describe is a list of tests, not a function to be understood at once.
      'max-lines-per-function': 'off',
      // A test reads answers it has just provoked; a wrong guess about their shape fails that test.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: { ...globals.node } } },
  { files: ['build/config/**', 'build/package/**'], rules: { 'import-x/no-default-export': 'off' } },
);
