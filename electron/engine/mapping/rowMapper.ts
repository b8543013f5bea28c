import type { Cell, SheetRow } from '#contract/cells.ts';
import type { MatchingMode } from '#contract/recipe.ts';
import type { RowError } from '#contract/rowErrors.ts';
import type { CompiledField } from './fields.ts';
import { comparedKey, type KeySource } from './key.ts';
import { firstText, rowError } from './members.ts';
import { largestItem } from './settings.ts';
import type { CompiledSubscription } from './subscriptions.ts';
import type { MappedRow, RowMapper } from './types.ts';

export interface CompiledRecipe {
  readonly matching: MatchingMode;
  readonly fields: readonly CompiledField[];
  readonly subscriptions: readonly CompiledSubscription[];
  readonly key: KeySource;
}

/** A field that may hold the match key, with its rank among those that may; lower comes first. */
interface RankedField extends CompiledField {
  readonly rank: number;
}

interface RankedRecipe extends CompiledRecipe {
  readonly fields: readonly RankedField[];
}

/** Makes the mapper of a recipe without problems. */
export function createRowMapper(recipe: CompiledRecipe): RowMapper {
  const ranks = recipe.fields.map(({ field }) => recipe.key.fields.indexOf(field));
  const ranked: RankedRecipe = { ...recipe, fields: recipe.fields.map((field, index) => ({ ...field, rank: ranks[index] ?? -1 })) };
  return {
    map(row) {
      const errors: RowError[] = [];
      const item = writeItem(ranked, row, errors);
      if (errors.length === 0 && item.key !== null) return tooLarge(row, item.json) ?? { kind: 'item', json: item.json, key: comparedKey(item.key, recipe.matching) };
      if (row.cells.every(isBlank)) return { kind: 'empty' };
      const keyError = item.key === null ? missingKey(recipe.key, row, errors) : null;
      return { kind: 'invalid', errors: keyError === null ? errors : [keyError, ...errors] };
    },
  };
}

function isBlank(cell: Cell): boolean {
  return cell === null || (cell.t === 's' && cell.v.trim() === '');
}

interface WrittenItem {
  readonly json: string;
  readonly key: string | null;
}

/** Lower comes first; what can never be the key comes last. */
const noKey = Number.MAX_SAFE_INTEGER;

function writeItem({ fields, subscriptions, key }: RankedRecipe, row: SheetRow, errors: RowError[]): WrittenItem {
  let json = '';
  let found: string | null = null;
  let rank = noKey;
  for (const { rank: own, prefix, member } of fields) {
    const value = member.read(row, errors);
    if (value === null) continue;
    if (own >= 0 && own < rank) [found, rank] = [firstText(value), own];
    json += json === '' ? prefix : `,${prefix}`;
    json += member.json(value);
  }
  let entries = '';
  for (const subscription of subscriptions) {
    const entry = subscription.read(row, errors);
    if (entry === null) continue;
    const own = rankOf(key, subscription.channel);
    if (entry.key !== null && own < rank) [found, rank] = [entry.key, own];
    entries += entries === '' ? entry.json : `,${entry.json}`;
  }
  if (entries !== '') json += `${json === '' ? '' : ','}"subscriptions":[${entries}]`;
  return { json: `{${json}}`, key: found };
}

/** Fields of the profile come before all channels. */
function rankOf({ fields, channels }: KeySource, channel: CompiledSubscription['channel']): number {
  if (channels === 'any') return fields.length;
  const own = channels.indexOf(channel);
  return own < 0 ? noKey : fields.length + own;
}

/** null where the key's cell has been found wrong: one error for one cell. */
function missingKey(key: KeySource, row: SheetRow, errors: readonly RowError[]): RowError | null {
  const isTold = (error: RowError): boolean =>
    error.field === key.field || key.fields.includes(error.field) || (key.fields.length === 0 && key.columns.some(({ letter }) => letter === error.column));
  return errors.some(isTold) ? null : rowError(row, key.columns[0] ?? null, key.field, null, 'key-missing');
}

function tooLarge(row: SheetRow, json: string): MappedRow | null {
  // Counting bytes costs more than all the rest; UTF-8 takes at most three for a UTF-16 unit.
  if (json.length * 3 <= largestItem || Buffer.byteLength(json) <= largestItem) return null;
  return { kind: 'invalid', errors: [rowError(row, null, 'item', null, 'profile-too-large')] };
}
