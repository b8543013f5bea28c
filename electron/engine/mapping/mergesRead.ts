import type { Cell, SheetRow } from '#contract/cells.ts';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import { columnRefs } from './columnRefs.ts';
import type { ColumnFinder } from './columns.ts';

type Rule = Parameters<typeof columnRefs>[0] & Pick<FieldRule, 'merged'>;

/** Columns, by their index, of which a rule of the recipe takes a merge's value for each of its rows. Pure. */
export function mergesRead({ fields, subscriptions = [] }: Recipe, find: ColumnFinder): ReadonlySet<number> {
  const rules: readonly Rule[] = [
    ...fields.flatMap(withMembers),
    ...subscriptions.flatMap(({ email, phone, provider, subscription_id, chat_id, status, priority, cats, cc_data = [], custom_fields = [] }) => [email, phone, provider, subscription_id, chat_id, status, priority, cats, ...[...cc_data, ...custom_fields].flatMap(withMembers)]),
  ].filter((rule) => rule !== undefined);
  const refs = rules.flatMap((rule) => (rule.merged === 'value' ? columnRefs(rule) : []));
  return new Set(refs.map(find).flatMap((found) => (found.ok ? [found.column.index] : [])));
}

function withMembers(rule: Rule & Pick<FieldRule, 'members'>): readonly Rule[] {
  return [rule, ...(rule.members ?? []).map((member) => ({ merged: rule.merged, ...member }))];
}

/** A row whose cells under a merge say where its value is read. Rows without any cost no more than a look at these columns. */
export function markMerges(row: SheetRow, read: ReadonlySet<number>): SheetRow {
  let cells: Cell[] | null = null;
  for (const index of read) {
    const cell = row.cells[index] ?? null;
    if (cell?.t !== 'm') continue;
    cells ??= [...row.cells];
    cells[index] = { t: 'm', v: cell.v, read: true };
  }
  return cells === null ? row : { ...row, cells };
}
