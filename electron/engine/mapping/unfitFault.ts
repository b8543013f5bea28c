import { SpokenFault } from '#contract/spokenFault.ts';
import type { FaultDetail } from '#contract/faults.ts';
import type { Unfit } from './types.ts';

/** Fault recipe-columns: a recipe does not fit the columns of a sheet. `of`: what else is to be told. */
export function unfitFault({ problems }: Unfit, of: FaultDetail = {}): SpokenFault {
  return new SpokenFault('recipe-columns', () => ({ ...of, problems: problems.map((problem) => problem()) }));
}
