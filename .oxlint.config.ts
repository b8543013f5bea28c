import { defineConfig } from 'oxlint';

/** The page has no network and one way to its host: what goes around either is an error. */
export const pageGlobals = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'localStorage', 'sessionStorage'];

/**
 * The rules that oxlint checks, natively and with types of the native TypeScript. ESLint leaves out for .ts files whatever stands
 * here for them (build/config/eslint.config.js reads this) and has the rest. Each rule is named, since ESLint's sets of recommended ones are the
 * measure: test/build/lintZones.test.ts says when one of theirs is checked by neither.
 */
export default defineConfig({
  plugins: ['typescript', 'import'],
  jsPlugins: ['./build/config/lintRules.ts'],
  categories: { correctness: 'off' },
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error', respectEslintDisableDirectives: false },
  ignorePatterns: ['dist/**', 'electron/contract/messages/compiled/**', '.cache/**', 'test/output/**', 'node_modules/**'],
  rules: {
    // These two for all files: oxlint reads the scripts in .svelte files, too, and follows imports through them.
    'import/no-cycle': ['error', { ignoreExternal: true }],
    'import/no-default-export': 'error',
  },
  overrides: [
    {
      files: ['**/*.ts'],
      rules: {
        'ours/noEnum': 'error',
        'ours/noLazyCycle': 'error',
        'no-var': 'error',
        'prefer-const': 'error',
        'prefer-rest-params': 'error',
        'prefer-spread': 'error',
        'no-array-constructor': 'error',
        'no-unused-expressions': 'error',
        'max-lines': ['error', 300],
        'max-lines-per-function': ['error', { max: 60 }],
        eqeqeq: 'error',
        'no-console': 'error',
        'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
        'typescript/await-thenable': 'error',
        'typescript/ban-ts-comment': 'error',
        'typescript/no-array-delete': 'error',
        'typescript/no-base-to-string': 'error',
        'typescript/no-duplicate-enum-values': 'error',
        'typescript/no-duplicate-type-constituents': 'error',
        'typescript/no-empty-object-type': 'error',
        'typescript/no-explicit-any': 'error',
        'typescript/no-extra-non-null-assertion': 'error',
        'typescript/no-floating-promises': 'error',
        'typescript/no-for-in-array': 'error',
        'typescript/no-implied-eval': 'error',
        'typescript/no-misused-new': 'error',
        'typescript/no-misused-promises': 'error',
        'typescript/no-namespace': 'error',
        'typescript/no-non-null-asserted-optional-chain': 'error',
        'typescript/no-redundant-type-constituents': 'error',
        'typescript/no-require-imports': 'error',
        'typescript/no-this-alias': 'error',
        'typescript/no-unnecessary-type-assertion': 'error',
        'typescript/no-unnecessary-type-constraint': 'error',
        'typescript/no-unsafe-argument': 'error',
        'typescript/no-unsafe-assignment': 'error',
        'typescript/no-unsafe-call': 'error',
        'typescript/no-unsafe-declaration-merging': 'error',
        'typescript/no-unsafe-enum-comparison': 'error',
        'typescript/no-unsafe-function-type': 'error',
        'typescript/no-unsafe-member-access': 'error',
        'typescript/no-unsafe-return': 'error',
        'typescript/no-unsafe-unary-minus': 'error',
        'typescript/no-wrapper-object-types': 'error',
        'typescript/only-throw-error': 'error',
        'typescript/prefer-as-const': 'error',
        'typescript/prefer-namespace-keyword': 'error',
        'typescript/prefer-promise-reject-errors': 'error',
        'typescript/restrict-plus-operands': 'error',
        'typescript/restrict-template-expressions': 'error',
        'typescript/triple-slash-reference': 'error',
        'typescript/unbound-method': 'error',
        'typescript/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
        'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
        'typescript/no-non-null-assertion': 'error',
        'typescript/return-await': ['error', 'in-try-catch'],
        'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      },
    },
    {
      files: ['electron/**/*.ts', 'build/**/*.ts', 'test/**/*.ts'],
      excludeFiles: ['test/renderer/**'],
      rules: { 'ours/ownDirectives': 'error', 'no-restricted-imports': ['error', { patterns: ['svelte/internal', 'svelte/internal/*', 'svelte/store'] }] },
    },
    { files: ['electron/**/*.ts', 'renderer/**/*.ts'], rules: { 'ours/importZones': 'error' } },
    { files: ['renderer/**/*.ts'], excludeFiles: ['renderer/api/**'], rules: { 'no-restricted-globals': ['error', 'window', 'globalThis', ...pageGlobals] } },
    { files: ['renderer/api/**/*.ts'], rules: { 'no-restricted-globals': ['error', ...pageGlobals] } },
    { files: ['renderer/**/*.svelte.ts'], rules: { 'max-lines': ['error', 250] } },
    // A command line and the scripts speak to a person on the console.
    { files: ['electron/cli/**', 'build/scripts/**'], rules: { 'no-console': 'off' } },
    {
      files: ['test/**/*.ts'],
      rules: {
        'ours/everyTestRuns': 'error',
        'no-console': 'off',
        // The callback of a describe is a list of tests, not a function to be understood at once.
        'max-lines-per-function': 'off',
        // A test reads answers it has just provoked; a wrong guess about their shape fails that test.
        'typescript/no-non-null-assertion': 'off',
        'typescript/consistent-type-assertions': 'off',
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
    { files: ['build/config/**', 'build/package/**', '.oxlint.config.ts'], rules: { 'import/no-default-export': 'off' } },
  ],
});
