import type { Rule } from 'eslint';
import { noLazyCycle } from './lazyCycles.ts';
import { importZones } from './zones.ts';

/** What is written in a way that TypeScript allows and we do not, by esquery's selectors. */
const forbidden = (selectors: Readonly<Record<string, string>>): Rule.RuleModule => ({
  meta: { type: 'problem', schema: [] },
  create: (context) =>
    Object.fromEntries(Object.entries(selectors).map(([selector, message]) => [selector, (node: Rule.Node) => { context.report({ node, message }); }])),
});

const noEnum = forbidden({ TSEnumDeclaration: 'Use a union of strings.' });

/** A test that keeps others from running, or that is left out without a reason. */
const everyTestRuns = forbidden({
  "CallExpression[callee.property.name='only']": 'An exclusive test keeps all others from running.',
  'CallExpression[callee.object.name=/^(describe|it|test)$/][callee.property.name=/^(skip|skipIf|runIf|todo)$/]': "Say why at run time: ctx.skip('reason').",
  "CallExpression[callee.property.name='skip'][arguments.length=0]": 'A skip says why.',
});

/** ESLint does not read these files: a directive of its would silence nothing and be found unused by nobody. */
const ownDirectives: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    Program: (node) => {
      const strange = context.sourceCode.getAllComments().some((comment) => /^\s*eslint-(disable|enable)/.test(comment.value));
      if (strange) context.report({ node, message: 'oxlint checks this file: write oxlint-disable-next-line.' });
    },
  }),
};

/** Our own rules, which oxlint runs for .ts files and ESLint for .svelte files. */
export default { meta: { name: 'ours' }, rules: { importZones, noEnum, everyTestRuns, noLazyCycle, ownDirectives } };
