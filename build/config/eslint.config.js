import { fileURLToPath } from 'node:url';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';
import { defineConfig } from 'eslint/config';
import oxlint, { pageGlobals } from '../../.oxlint.config.ts';
import { typedScripts } from './componentTypes.ts';
import ours from './lintRules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** ESLint's names of a rule of oxlint's; one of ESLint's own may also be in force as typescript-eslint extends it. */
const namesHere = (name) => (name.startsWith('typescript/') ? [`@${name.replace('/', '-eslint/')}`] : [name, `@typescript-eslint/${name}`]);
const components = svelte.configs['flat/base'].flatMap(({ languageOptions }) => languageOptions?.parser ?? []).at(-1);
const inTypeScript = oxlint.overrides.flatMap(({ rules }) => Object.keys(rules)).flatMap(namesHere);

/**
 * What oxlint cannot read whole: .svelte files, with types, and the few files in JavaScript. Files in TypeScript come here for
 * the rules of svelte alone, where there can be something for them, and without types; all other rules are oxlint's there.
 */
export default defineConfig(
  { ignores: ['dist/**', '.cache/**', 'node_modules/**', 'electron/**', 'build/**/*.ts', '.oxlint.config.ts', 'test/**', '!test/renderer/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  ...tseslint.configs.recommendedTypeChecked,
  ...svelte.configs['flat/recommended'],
  {
    languageOptions: {
      globals: { ...globals.nodeBuiltin },
      parserOptions: {
        // For the scripts in .svelte files.
        parser: typedScripts({ components, scripts: tseslint.parser, tsconfig: `${root}/renderer/tsconfig.json` }),
        projectService: true,
        tsconfigRootDir: root,
        extraFileExtensions: ['.svelte'],
      },
    },
    plugins: { ours },
    rules: {
      'ours/noEnum': 'error',
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

  { files: ['renderer/**/*.svelte', 'renderer/**/*.svelte.ts'], languageOptions: { globals: { ...globals.browser } } },
  {
    files: ['renderer/**/*.svelte'],
    rules: {
      'ours/importZones': 'error', 'max-lines': ['error', 250], 'svelte/no-unused-props': 'error', 'svelte/button-has-type': 'error',
      'no-restricted-syntax': ['error', { selector: "SvelteElement[kind='html'] > SvelteStartTag > SvelteAttribute[key.name='title']", message: 'What an element says of itself is told by data-tip or tip(), for the keyboard, too.' }],
    },
  },
  {
    files: ['renderer/**'],
    ignores: ['renderer/api/**'],
    rules: { 'no-restricted-globals': ['error', 'window', 'globalThis', ...pageGlobals] },
  },
  { files: ['renderer/api/**'], rules: { 'no-restricted-globals': ['error', ...pageGlobals] } },
  { files: ['build/scripts/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { globals: { ...globals.node }, parserOptions: { projectService: false } },
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: false } },
    rules: Object.fromEntries(inTypeScript.map((name) => [name, 'off'])),
  },
);
