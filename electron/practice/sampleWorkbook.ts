import ExcelJS from 'exceljs';
import { sampleHeaders, sampleRows, type InvalidPart, type SampleCell, type SampleKind } from './sample/rows.ts';

export { sampleRecipe } from './sample/recipe.ts';

/** What the importer must count with `sampleRecipe`, and the practice platform then say. */
export interface SampleCounts {
  /** Data rows below the header, gaps included: empty + invalid + duplicate + ready. */
  readonly read: number;
  readonly empty: number;
  readonly invalid: number;
  readonly duplicate: number;
  readonly ready: number;
  /** Of the invalid rows, by what is wrong in them. */
  readonly invalidParts: Readonly<Record<InvalidPart, number>>;
  /** Of the ready rows: applied, and refused with "profile not found" or because the email is another profile's. */
  readonly accepted: number;
  readonly notFound: number;
  readonly emailTaken: number;
}

const WIDTHS = [12, 14, 16, 30, 20, 20, 13, 28, 18, 30];

/**
 * Writes a workbook as an operator might get it: sheet "Profiles" with the columns of the sample recipe and real-life
 * dirt (spaces, wrong emails, phones in every writing, dates as dates and as text, leading zeros, empty rows, repeated
 * and unknown clients), and a hidden sheet "Lists". The same rows and seed give the same cells.
 * @param options.rows data rows, at least 1 (20,000); up to 1,000,000 they find their profiles in a default population
 * @param options.out path of the .xlsx; an existing file is overwritten
 * @returns the counts that an exact importer arrives at
 */
export async function writeSampleWorkbook(options: { rows?: number; seed?: number; out: string }): Promise<SampleCounts> {
  const { rows = 20_000, seed = 1, out } = options;
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: out, useStyles: true, useSharedStrings: true });
  const sheet = workbook.addWorksheet('Profiles', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = WIDTHS.map((width) => ({ width }));
  sheet.addRow([...sampleHeaders]).commit();
  const tally = createTally();
  let line = 1;
  for (const { kind, cells } of sampleRows({ rows, seed })) {
    line += 1;
    tally.add(kind);
    if (cells.length > 0) {
      const row = sheet.getRow(line);
      cells.forEach((cell, index) => fill(row.getCell(index + 1), cell));
      row.commit();
    }
    // The writer's zip stream works between turns of the event loop; without them all of the sheet piles up in memory.
    if (line % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  sheet.commit();
  const lists = workbook.addWorksheet('Lists', { state: 'hidden' });
  lists.addRow(['Topic', 'Title']).commit();
  lists.addRow(['news', 'Новости']).commit();
  lists.commit();
  await workbook.commit();
  return tally.counts();
}

function fill(target: ExcelJS.Cell, cell: SampleCell): void {
  if (cell === null) return;
  if (cell instanceof Date) {
    target.value = cell;
    target.numFmt = 'dd.mm.yyyy';
    return;
  }
  if (typeof cell !== 'object') {
    target.value = cell;
    return;
  }
  switch (cell.kind) {
    case 'number':
      target.value = cell.value;
      target.numFmt = cell.format;
      return;
    case 'error':
      target.value = { error: cell.error };
      return;
    case 'link':
      target.value = { text: cell.text, hyperlink: cell.address };
      return;
    case 'rich':
      target.value = { richText: [{ font: { bold: true }, text: cell.parts[0] }, { text: cell.parts[1] }] };
      return;
    case 'formula':
      target.value = { formula: cell.formula, result: cell.result };
  }
}

function createTally(): { add(kind: SampleKind): void; counts(): SampleCounts } {
  const invalidParts: Record<InvalidPart, number> = { key: 0, email: 0, phone: 0, date: 0 };
  const taken = new Set<number>();
  let [read, empty, invalid, duplicate, notFound, valid] = [0, 0, 0, 0, 0, 0];
  return {
    add(kind) {
      read += 1;
      if (kind.kind === 'gap' || kind.kind === 'blank') empty += 1;
      else if (kind.kind === 'invalid') {
        invalid += 1;
        invalidParts[kind.part] += 1;
      } else {
        valid += 1;
        if (kind.kind === 'unknown') notFound += 1;
        if (kind.kind === 'taken') taken.add(kind.number);
        if (kind.kind === 'repeat') {
          duplicate += 1;
          // The repeat carries an address of its own and, being the last, is what is sent.
          taken.delete(kind.number);
        }
      }
    },
    counts() {
      const ready = valid - duplicate;
      return {
        read, empty, invalid, duplicate, ready, invalidParts,
        accepted: ready - notFound - taken.size,
        notFound,
        emailTaken: taken.size,
      };
    },
  };
}
