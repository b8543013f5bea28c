import type { Cell, RowFlaw, SheetRow } from '#contract/cells.ts';
import { JsonPiece, JsonString, type ItemSink } from '#contract/jsonText.ts';
import type { MatchingMode } from '#contract/recipe.ts';
import { makeInvalid, type RowError, type RowErrorReason } from '#contract/rowErrors.ts';
import { visibleText } from '#contract/sameText.ts';
import type { CompiledField } from './fields.ts';
import { comparedKey, type KeySource } from './key.ts';
import { unmarkLeftOut } from './leftOut.ts';
import { firstText, rowError } from './members.ts';
import { largestItem } from './settings.ts';
import type { CompiledSubscription } from './subscriptions.ts';
import type { Mapped, RowMapper } from './types.ts';

export interface CompiledRecipe {
  readonly matching: MatchingMode;
  readonly fields: readonly CompiledField[];
  readonly subscriptions: readonly CompiledSubscription[];
  readonly key: KeySource;
}

/** A field that may hold the match key, with its rank among those that may; lower comes first. */
interface RankedField extends CompiledField {
  readonly rank: number;
  /** Its name as it begins an item, and as it goes on. */
  readonly first: JsonPiece;
  readonly next: JsonPiece;
}

interface RankedRecipe extends CompiledRecipe {
  readonly fields: readonly RankedField[];
}

/** Makes the mapper of a recipe without problems. */
export function createRowMapper(recipe: CompiledRecipe): RowMapper {
  const compiled: RankedRecipe = { ...recipe, fields: recipe.fields.map((field) => ranked(field, recipe.key)) };
  return {
    map(row) {
      const out = new ItemString();
      const mapped = mapInto(compiled, row, out);
      return mapped.kind === 'item' ? { ...mapped, json: out.value } : mapped;
    },
    mapInto: (row, out) => mapInto(compiled, row, out),
  };
}

function ranked(field: CompiledField, key: KeySource): RankedField {
  return { ...field, rank: key.fields.indexOf(field.field), first: new JsonPiece(`{${field.prefix}`), next: new JsonPiece(`,${field.prefix}`) };
}

/** An item as a text. */
export class ItemString extends JsonString implements ItemSink {
  mark(): number {
    return this.value.length;
  }

  isLonger(mark: number, bytes: number): boolean {
    // UTF-8 takes at most three bytes for a UTF-16 unit: few texts have to be gone through.
    return (this.value.length - mark) * 3 > bytes && Buffer.byteLength(this.value.slice(mark)) > bytes;
  }

  back(mark: number): void {
    this.value = this.value.slice(0, mark);
  }
}

/** Of a row that cannot be believed as a whole, no single cell is told: each may belong to another column. */
const flaws = { long: 'row-too-long', cut: 'row-cut-off' } as const satisfies Record<RowFlaw, RowErrorReason>;

function mapInto(recipe: RankedRecipe, row: SheetRow, out: ItemSink): Mapped {
  if (row.flaw !== undefined && !row.cells.every(isBlank)) return { kind: 'invalid', errors: [rowError(row, null, 'row', null, flaws[row.flaw])] };
  const errors: RowError[] = [];
  const start = out.mark();
  const key = writeItem(recipe, row, errors, out);
  const isFit = key !== null && (errors.length === 0 || !makeInvalid(errors));
  if (isFit && !out.isLonger(start, largestItem)) {
    const compared = comparedKey(key, recipe.matching);
    return errors.length === 0 ? { kind: 'item', key: compared } : { kind: 'item', key: compared, leftOut: errors };
  }
  out.back(start);
  if (isFit) return { kind: 'invalid', errors: [rowError(row, null, 'item', null, 'profile-too-large'), ...errors] };
  if (row.cells.every(errors.length === 0 ? saysNothing : isBlank)) return { kind: 'empty' };
  const keyError = key === null ? missingKey(recipe.key, row, errors) : null;
  return { kind: 'invalid', errors: keyError === null ? errors : [keyError, ...errors] };
}

/** A cell in which nothing stands. */
export function isBlank(cell: Cell): boolean {
  return cell === null || (cell.t === 's' && cell.written === undefined && visibleText(cell.v) === '') || (cell.t === 'x' && cell.why === 'absent');
}

/** Of a row under merges alone, too, where no rule takes their values. */
function saysNothing(cell: Cell): boolean {
  return isBlank(cell) || cell?.t === 'm';
}

/** Lower comes first; what can never be the key comes last. */
const noKey = Number.MAX_SAFE_INTEGER;

/** Writes the item and gives its match key, null where the row has none. With errors that make the row invalid, what is written is of no use. */
function writeItem({ fields, subscriptions, key }: RankedRecipe, row: SheetRow, errors: RowError[], out: ItemSink): string | null {
  let before = '{';
  let found: string | null = null;
  let rank = noKey;
  for (const { rank: own, first, next, member } of fields) {
    const value = member.read(row, errors);
    if (value === null) continue;
    if (own >= 0 && own < rank) [found, rank] = [firstText(value), own];
    out.piece(before === ',' ? next : first);
    member.write(value, out);
    before = ',';
  }
  let entries = '';
  let lost: LostKey | null = null;
  for (const subscription of subscriptions) {
    const before = errors.length;
    const entry = subscription.read(row, errors);
    if (entry === null && errors.length === before) continue;
    const own = rankOf(key, subscription.channel);
    if (entry === null) {
      if (own < Math.min(rank, lost?.rank ?? noKey) && hasKeyCells(subscription, row)) lost = { rank: own, from: before, to: errors.length };
      continue;
    }
    if (entry.key !== null && own < rank) [found, rank] = [entry.key, own];
    entries += entries === '' ? entry.json : `,${entry.json}`;
  }
  if (lost !== null && lost.rank <= rank) unmarkLeftOut(errors, lost.from, lost.to);
  if (entries !== '') out.json(`${before}"subscriptions":[${entries}]`);
  out.json(before === '{' && entries === '' ? '{}' : '}');
  return found;
}

/**
 * A subscription that would have named the profile, and was left out: by what the row has left, another profile could be
 * found. Its errors, from one place to another, make the row invalid where no better key was found.
 */
interface LostKey {
  readonly rank: number;
  readonly from: number;
  readonly to: number;
}

function hasKeyCells({ keyColumns }: CompiledSubscription, { cells }: SheetRow): boolean {
  return keyColumns.some(({ index }) => !isBlank(cells[index] ?? null));
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
    error.leftOut !== true &&
    (error.field === key.field || key.fields.includes(error.field) || (key.fields.length === 0 && key.columns.some(({ letter }) => letter === error.column)));
  return errors.some(isTold) ? null : rowError(row, key.columns[0] ?? null, key.field, null, 'key-missing');
}
