import type { Column } from '#contract/cells.ts';
import { rowStates, type ProblemGroup } from '#contract/job.ts';
import type { ProblemFilter, RowFilter } from '#contract/rowFilter.ts';
import type { RowErrorReason } from '#contract/rowErrors.ts';
import { columnName } from '../../text/columnNames.ts';

/** What a filter's choices make of it. Pure. */

/** The choice that stands for the states of a filter. */
export function kindChosen({ states, problem, corrected }: RowFilter): string {
  if (corrected === true) return 'corrected';
  if (states !== undefined) return states.length === 1 ? (states[0] ?? 'all') : 'several';
  return problem?.leftOut === true ? 'warned' : problem?.leftOut === false ? 'invalid' : 'all';
}

/** Another choice of states: what else was chosen stays, where rows of these states can have it. */
export function withKind({ problem }: RowFilter, kind: string): RowFilter {
  const state = rowStates.find((one) => one === kind);
  const { reason, column } = problem ?? {};
  const canHave = kind === 'all' || kind === 'warned' || kind === 'corrected' || state === 'invalid';
  const kept = canHave ? { ...(reason === undefined ? {} : { reason }), ...(column === undefined ? {} : { column }) } : {};
  const wanted: ProblemFilter = kind === 'warned' ? { ...kept, leftOut: true } : kept;
  return {
    ...(state === undefined ? {} : { states: [state] }),
    ...(Object.keys(wanted).length === 0 ? {} : { problem: wanted }),
    ...(kind === 'corrected' ? { corrected: true } : {}),
  };
}

/** Another reason or column; undefined takes the choice away. A field of a group that was followed holds no more. */
export function withProblem(filter: RowFilter, change: { readonly reason?: RowErrorReason | undefined } | { readonly column?: string | undefined }): RowFilter {
  const { problem: before = {}, failure: _, ...rest } = filter;
  const merged = { reason: before.reason, column: before.column ?? undefined, leftOut: before.leftOut, ...change };
  const problem: ProblemFilter = {
    ...(merged.reason === undefined ? {} : { reason: merged.reason }),
    ...(merged.column === undefined ? {} : { column: merged.column }),
    ...(merged.leftOut === undefined ? {} : { leftOut: merged.leftOut }),
  };
  return { ...rest, ...(Object.keys(problem).length === 0 ? {} : { problem }) };
}

/** The rows of a group of problems. */
export function ofGroup({ column, field, reason, leftOut }: ProblemGroup): RowFilter {
  return { problem: { column, field, reason, leftOut: leftOut === true } };
}

/** Reasons that there are, and the one chosen. */
export function reasonChoices(problems: readonly ProblemGroup[], { problem }: RowFilter): readonly RowErrorReason[] {
  return [...new Set([...problems.map(({ reason }) => reason), ...(problem?.reason === undefined ? [] : [problem.reason])])];
}

export interface ColumnChoice {
  readonly letter: string;
  readonly name: string;
}

/** Columns in which errors are, and the one chosen, in their order. */
export function columnChoices(columns: readonly Column[], problems: readonly ProblemGroup[], { problem }: RowFilter): readonly ColumnChoice[] {
  const letters = new Set([...problems.map(({ column }) => column), problem?.column ?? null]);
  return columns.filter(({ letter }) => letters.has(letter)).map(({ letter, header }) => ({ letter, name: columnName(header, letter) }));
}
