import { name, sourceProblem, strict } from './basics.ts';
import { checkOptions, typedShape } from './typedRule.ts';
import { checkTransforms } from './values.ts';

const sources = ['column', 'value', 'template'] as const;

/** A member of an object that is made of several columns. An object in it comes from one cell holding JSON. */
export const objectMemberSchema = strict({ name, ...typedShape }).check(({ value: rule, issues }) => {
  const problem = sourceProblem(rule, sources);
  if (problem !== null) issues.push(problem);
  checkOptions(rule, rule.type, issues);
  checkTransforms(rule, issues);
});
