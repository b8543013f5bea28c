import { m } from '#messages';
import type { Column, ColumnTexts } from '#contract/cells.ts';
import { lookAlikes } from '#contract/alphabets.ts';
import { Fault } from '#contract/faults.ts';
import type { SourceNote } from '#contract/sourceNote.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { CsvReading, Guess } from '#contract/source.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { compileRecipe, defaultSettings, markMerges, withTexts, unfitFault } from '../../mapping/index.ts';
import type { Compilation } from '../../mapping/types.ts';
import type { Fingerprint } from '../../sheet/fingerprint.ts';
import type { ComparedJob } from '../../store/jobTable.ts';
import { createKeyIndex, type Superseded } from './keyIndex.ts';
import type { KnownItems } from './knownItems.ts';
import { NoteCollector } from './noteCollector.ts';
import { openTable, openTableSource, type Table } from './openTable.ts';
import { createRowGatherer, skipsHidden, type ReadBlock } from './rowGatherer.ts';

/** All that reading a source needs; plain data, so that it can be done in another thread. */
export interface ReadInput {
  /** Path of the workbook or CSV file. */
  readonly source: string;
  readonly recipe: Recipe;
  /** Paths of earlier jobs, see prepareJob. */
  readonly unchangedSince: readonly string[];
  /** `first`: as RowsOptions says, after an `again`. */
  readonly merges?: 'first' | undefined;
  /** By column letters, how texts are read, after an `again`. */
  readonly texts?: Readonly<Record<string, ColumnTexts>> | undefined;
}

/** What reading gives, in this order: the table once, its blocks, then the end with what all rows say of the columns, or that it has to be done again, with merges known first or texts read as all rows say. Plain data too. */
export type ReadEvent =
  | {
      readonly kind: 'table';
      readonly sheet: string;
      readonly headerRow: number;
      readonly columns: readonly Column[];
      readonly bytesTotal: number;
      /** Host that unchanged rows were compared with; null where none are left out. */
      readonly server: string | null;
      readonly compared: readonly ComparedJob[];
      /** How the source is read, and how sure that is. */
      readonly csv: CsvReading | null;
      readonly header: Guess<number>;
      readonly date1904: boolean;
    }
  | { readonly kind: 'again'; readonly input: Pick<ReadInput, 'merges' | 'texts'> }
  | { readonly kind: 'block'; readonly block: ReadBlock; readonly bytesRead: number }
  | { readonly kind: 'end'; readonly rows: number; readonly superseded: Superseded; readonly notes: readonly SourceNote[]; readonly columns: readonly Column[]; readonly width: number; readonly identity: Fingerprint };

/** Reads a source into blocks; here, or in another thread. Faults as readBlocks. */
export type BlockReader = (input: ReadInput, signal: AbortSignal | undefined) => AsyncIterable<ReadEvent>;

/**
 * Reads and checks a whole source: every row becomes a state and, where it can be sent, an item. Nothing is read ahead
 * of the consumer beyond one piece of the source. Faults: those of the reader, recipe-columns, cancelled, and those of
 * readKnownItems.
 */
export async function* readBlocks(input: ReadInput, signal: AbortSignal | undefined): AsyncGenerator<ReadEvent> {
  const { recipe } = input;
  const wish = recipe.source ?? {};
  const source = await openTableSource(input.source, wish);
  const keys = createKeyIndex(recipe.duplicates ?? 'last');
  try {
    let bytesRead = 0;
    const opened = await openTable(source, { ...wish, signal, merges: input.merges, onProgress: (bytes) => (bytesRead = bytes) });
    const table = { ...opened, columns: withTexts(opened.columns, input.texts ?? {}) };
    const compiled = compileVisible(recipe, table, table.date1904);
    if (!compiled.ok) throw unfitFault(compiled, { file: source.name, sheet: table.sheet });
    const known = await knownBefore(input, signal);
    yield { kind: 'table', sheet: table.sheet, headerRow: table.headerRow, columns: table.columns, bytesTotal: source.bytes, server: known?.server ?? null, compared: known?.compared ?? [], csv: source.csv, header: table.header, date1904: table.date1904 };
    const blocks: ReadBlock[] = [];
    const gatherer = createRowGatherer(keys, known, (block) => blocks.push(block), wish);
    const notes = new NoteCollector(table.columns, skipsHidden(wish));
    for await (const last of mapRows(gatherer, table, compiled, notes, signal)) {
      if (last) gatherer.end();
      for (const block of blocks.splice(0)) yield { kind: 'block', block, bytesRead };
    }
    const { texts, isContradicted } = compiled.decided();
    if (table.missedMerges()) yield { kind: 'again', input: { merges: 'first' } };
    else if (isContradicted) yield { kind: 'again', input: { merges: input.merges, texts } };
    else yield { kind: 'end', rows: gatherer.rows, superseded: keys.superseded(), notes: [...alikeNotes(table.columns), ...notes.notes(), ...compiled.notes()], columns: withTexts(table.columns, texts), width: notes.width, identity: await source.fingerprint() };
  } finally {
    keys.close();
    await source.close();
  }
}

function alikeNotes(columns: readonly Column[]): readonly SourceNote[] {
  return lookAlikes(columns).map((group) => ({ kind: 'headers-alike', count: group.length, rows: [], columns: group.map(({ letter }) => letter).slice(0, 5) }));
}

/** The recipe fitted to the columns; where only what is visible is to be read, no rule may read a hidden one. */
function compileVisible(recipe: Recipe, { columns, sample }: Table, date1904: boolean): Compilation {
  const settings = { ...defaultSettings, date1904 };
  const hidden = skipsHidden(recipe.source ?? {}) ? columns.filter((column) => column.hidden === true) : [];
  const read = hidden.length === 0 ? columns : columns.filter((column) => column.hidden !== true);
  const compiled = compileRecipe(recipe, read, settings, sample);
  if (compiled.ok || hidden.length === 0) return compiled;
  // Once more only to tell whose fault it is.
  const all = compileRecipe(recipe, columns, settings, sample);
  if (!all.ok) return all;
  const names = (): string => hidden.map(({ header, letter }) => (header === '' ? letter : m.recipe_fit_hidden_column({ letter, header }))).join(', ');
  return { ok: false, problems: compiled.problems.map((problem) => () => m.recipe_fit_hidden({ problem: problem(), columns: names() })) };
}

/** Maps row by row; after each batch of the source, false, and at the end true. */
async function* mapRows(gatherer: ReturnType<typeof createRowGatherer>, table: Table, { mapper, mergesRead }: Extract<Compilation, { ok: true }>, notes: NoteCollector, signal: AbortSignal | undefined): AsyncGenerator<boolean> {
  const map: typeof mapper.mapInto = (row, out) => mapper.mapInto(row, out);
  let last = table.headerRow;
  for await (const batch of table.rows) {
    if (signal?.aborted === true) throw new Fault('cancelled');
    for (const row of batch) {
      if (row.row > last + 1) gatherer.addEmpty(last + 1, row.row - 1);
      notes.take(row);
      gatherer.add(mergesRead.size === 0 ? row : markMerges(row, mergesRead), map);
      last = row.row;
    }
    yield false;
  }
  yield true;
}

/** Earlier jobs are asked for by few, and the database is loaded for those alone. */
async function knownBefore({ unchangedSince, recipe }: ReadInput, signal: AbortSignal | undefined): Promise<KnownItems | null> {
  if (unchangedSince.length === 0) return null;
  if (recipe.duplicates === 'all') throw usageFault(m.cli_usage_unchanged_all);
  const { readKnownItems } = await import('./knownItems.ts');
  return readKnownItems(unchangedSince, recipe.request, { signal });
}
