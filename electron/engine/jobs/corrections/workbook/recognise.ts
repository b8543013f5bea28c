import { shownText, type SheetRow } from '#contract/cells.ts';
import { openSource } from '../../../sheet/index.ts';
import { readRowId } from '../../exports/correcting/rowId.ts';
import { findLayout, searched } from './layout.ts';

/** Sheets looked at: each has to be begun, and a moderate one read as a whole. */
const sheetsLooked = 10;
/** Rows looked at for an id: where nobody knows any of these, the workbook is hardly one that comes back. */
const looked = 200;

/**
 * The mark of the job that a workbook was exported from for correcting, whatever its name; null for any other file, a text
 * file too. Of rows of several jobs those that are most of the first ones count. Faults as openSource.
 */
export async function recogniseWorkbook(path: string): Promise<string | null> {
  const source = await openSource(path);
  try {
    if (source.kind === 'csv') return null;
    for (const { name, kind } of source.sheets.slice(0, sheetsLooked)) {
      const mark = kind === 'cells' ? markOf(await firstRows(source.rows({ sheet: name }))) : null;
      if (mark !== null) return mark;
    }
    return null;
  } finally {
    await source.close();
  }
}

async function firstRows(batches: AsyncIterable<readonly SheetRow[]>): Promise<readonly SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const batch of batches) {
    rows.push(...batch);
    if (rows.length >= looked || (rows.length >= searched && findLayout(rows, []) === null)) break;
  }
  return rows.slice(0, looked);
}

function markOf(rows: readonly SheetRow[]): string | null {
  const layout = findLayout(rows, []);
  if (layout === null) return null;
  const counts = new Map<string, number>();
  for (const { cells } of rows) {
    const id = readRowId(shownText(cells[layout.id] ?? null));
    if (id !== null) counts.set(id.job, (counts.get(id.job) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? null;
}
