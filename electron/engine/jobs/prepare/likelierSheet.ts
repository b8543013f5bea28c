import { Fault } from '#contract/faults.ts';
import type { ReadingWish } from '#contract/source.ts';
import type { OpenSource } from '../../sheet/types.ts';
import { openTable, type Table } from './openTable.ts';

/** So many other sheets are looked at: a workbook may have hundreds. */
const mostLooked = 12;
/** A table of people has more columns than a cover with names and values. */
const fewestNamed = 3;

/** What a table promises: how many columns have a name, and how many of the first rows are below it. */
const promise = ({ columns, sample }: Pick<Table, 'columns' | 'sample'>): { readonly named: number; readonly rows: number } => ({
  named: columns.filter(({ header }) => header !== '').length,
  rows: sample.length,
});

/**
 * Another visible sheet that is likelier what is to be imported than the one that was opened by itself: a cover, a summary or
 * an empty header stands before it. null where there is none. Faults as the reader's.
 */
export async function likelierSheet(source: OpenSource, opened: Table, wish: ReadingWish): Promise<string | null> {
  const now = promise(opened);
  if (wish.sheet !== undefined || (now.named >= fewestNamed && now.rows > 0)) return null;
  const others = source.sheets.filter(({ name, visibility, kind }) => name !== opened.sheet && visibility === 'visible' && kind === 'cells').slice(0, mostLooked);
  let best: { readonly name: string; readonly rows: number } | null = null;
  for (const { name } of others) {
    const found = await lookedAt(source, name, wish);
    const isTable = found !== null && found.named >= fewestNamed && (found.named > now.named || now.rows === 0) && found.rows > 0;
    if (isTable && found.rows > (best?.rows ?? 0)) best = { name, rows: found.rows };
  }
  return best?.name ?? null;
}

async function lookedAt(source: OpenSource, sheet: string, wish: ReadingWish): Promise<ReturnType<typeof promise> | null> {
  try {
    return promise(await openTable(source, { ...wish, sheet, headerRow: undefined }));
  } catch (error) {
    // What cannot be read there is told when somebody chooses it.
    if (error instanceof Fault) return null;
    throw error;
  }
}
