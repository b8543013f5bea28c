import type { ProblemGroup } from '#contract/job.ts';
import type { GroupProposals, Proposal } from '#contract/mends.ts';

/** Cells of one column that are to be mended alike: a group of problems, or valid values that are hardly meant so. */
export interface MendTarget extends Pick<GroupProposals, 'column' | 'header' | 'reason' | 'leftOut' | 'rows'> {
  /** Where they are known already. */
  readonly proposals?: readonly Proposal[];
}

/** null for problems of whole rows, of which no cell can be mended. */
export function targetOf({ column, header, reason, leftOut, rows }: ProblemGroup): MendTarget | null {
  return column === null ? null : { column, header: header ?? '', reason, leftOut: leftOut === true, rows };
}
