import { z } from 'zod';
import type { Cell } from '#contract/cells.ts';
import type { FieldRule } from '#contract/recipe.ts';
import { isMembers } from '../../api/profiles/profileKeys.ts';
import { isNothing } from '../../api/profiles/sameValue.ts';

/** How the values that a field had are written into cells, and the rule that reads them back. */
export interface UndoType {
  readonly rule: Pick<FieldRule, 'type' | 'separator' | 'check'>;
  readonly cell: (value: unknown) => Cell;
}

const text = (v: string): Cell => ({ t: 's', v });
const asText = (value: unknown): Cell => text(String(value));
const asJson = (value: unknown): Cell => text(JSON.stringify(value));
const texts = z.array(z.string());

/** What parts the values of a list inside one cell; a value that holds it, or a quotation mark, stands in quotation marks. */
const separator = '|';

function listCell(value: unknown): Cell {
  const values = texts.safeParse(value).data ?? [];
  return text(values.map((one) => (/[|"]|^\s|\s$/.test(one) ? `"${one.replaceAll('"', '""')}"` : one)).join(separator));
}

/** System fields take certain types and no others; see mapping/systemFields.ts. */
const ofSystem: ReadonlyMap<string, UndoType> = new Map<string, UndoType>([
  ['email', { rule: { type: 'email' }, cell: asText }],
  ['phones', { rule: { type: 'phones', check: 'possible' }, cell: (value) => text((texts.safeParse(value).data ?? []).join(', ')) }],
  ['_sex', { rule: { type: 'gender' }, cell: asText }],
  ['_status', { rule: { type: 'int' }, cell: asText }],
]);

/** By the values that a field had in all profiles; null where no one type has all of them. Pure. */
export function undoType(field: string, values: readonly unknown[]): UndoType | null {
  const there = values.filter((value) => !isNothing(value));
  const system = ofSystem.get(field);
  if (system !== undefined) return system;
  if (field === '_bdate' || field === '_regdate') return { rule: { type: there.every((value) => String(value).length === 10) ? 'date' : 'datetime' }, cell: asText };
  if (there.every((value) => typeof value === 'string')) return { rule: { type: 'string' }, cell: asText };
  if (there.every((value) => Number.isSafeInteger(value))) return { rule: { type: 'int' }, cell: asText };
  if (there.every((value) => typeof value === 'number')) return { rule: { type: 'float' }, cell: (value) => ({ t: 'n', v: Number(value) }) };
  if (there.every((value) => typeof value === 'boolean')) return { rule: { type: 'bool' }, cell: (value) => ({ t: 'b', v: value === true }) };
  if (there.every((value) => texts.safeParse(value).success)) return { rule: { type: 'tags', separator }, cell: listCell };
  if (there.every(isMembers)) return { rule: { type: 'object' }, cell: asJson };
  return there.every((value) => Array.isArray(value) && value.every(isMembers)) ? { rule: { type: 'arr_object' }, cell: asJson } : null;
}
