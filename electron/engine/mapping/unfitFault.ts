import { language } from '#contract/language.ts';
import { SpokenFault } from '#contract/spokenFault.ts';
import type { FaultDetail } from '#contract/faults.ts';
import type { Unfit } from './types.ts';

/** Fault recipe-columns: a recipe does not fit the columns of a sheet. `of`: what else is to be told. */
export function unfitFault({ problems, english }: Unfit, of: FaultDetail): SpokenFault {
  return new SpokenFault('recipe-columns', () => ({ ...of, problems: language() === 'en' ? english : problems }));
}
