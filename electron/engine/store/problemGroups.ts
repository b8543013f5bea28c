import type { ProblemGroup } from '#contract/job.ts';
import type { ErrorRecord } from './problems.ts';

const examplesPerGroup = 5;

interface Group extends Pick<ErrorRecord, 'col' | 'field' | 'reason' | 'left_out'> {
  header: string | null;
  rows: number;
  lastPosition: number;
  readonly examples: { readonly row: number; readonly value: string }[];
}

/** Errors of rows by column, field and reason; those that make a row invalid apart from values left out. */
export class ProblemGroups {
  readonly #groups = new Map<string, Group>();

  /** Takes the next one in, in the order of positions. */
  add(record: ErrorRecord): void {
    const { col, field, reason, left_out } = record;
    const key = `${left_out} ${col ?? ''} ${reason} ${field}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { col, field, reason, left_out, header: null, rows: 0, lastPosition: 0, examples: [] };
      this.#groups.set(key, group);
    }
    group.header ??= record.header;
    if (group.examples.length < examplesPerGroup) group.examples.push({ row: record.row, value: record.value });
    if (group.lastPosition === record.position) return;
    group.lastPosition = record.position;
    group.rows += 1;
  }

  /** Those that make rows invalid first, the largest first among each. */
  list(): readonly ProblemGroup[] {
    return [...this.#groups.values()].sort(byWeight).map(({ col, header, field, reason, rows, left_out, examples }) => ({
      column: col,
      header,
      field,
      reason,
      rows,
      ...(left_out === 1 ? { leftOut: true as const } : {}),
      examples,
    }));
  }
}

function byWeight(one: Group, other: Group): number {
  return one.left_out - other.left_out || other.rows - one.rows || compare(one.col ?? '', other.col ?? '') || compare(one.field, other.field) || compare(one.reason, other.reason);
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
