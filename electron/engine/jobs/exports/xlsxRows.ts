import type { WriteStream } from 'node:fs';
import { m } from '#messages';
import type { Cell } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { formatsOf, generalFormat } from '../../sheet/index.ts';
import { widthsOf, type ExportPlan } from './exportPlan.ts';
import { writeNote } from './rowNote.ts';
import type { ExportedRow, RowWriter } from './rowWriter.ts';
import { xlsxBook } from './xlsx/xlsxBook.ts';
import { markFills, markShift, markTints } from './xlsx/markStyles.ts';
import { addedXml, cellXml, firstCodeStyle, lettersOf, notedXml, styleXml, type CellFormats } from './xlsx/xlsxCells.ts';
import { filteredTail, sheetHead, stylesText, workbookParts } from './xlsx/xlsxParts.ts';

const columnsPerSheet = 16_384;
/** Of the own columns, in characters: row, status, code, text, profile, and what only the program reads. */
const ownWidths = [13, 16, 18, 60, 28, 16] as const;

/**
 * A workbook with one row a call; cells keep their kind, value and number format. Its sheet is named after the source's,
 * so that a recipe that names it finds it. Fault: export-too-wide.
 */
export async function xlsxRows(stream: WriteStream, plan: ExportPlan, file: string): Promise<RowWriter> {
  mustFit(plan, file);
  const codes = [...plan.codes];
  const formats = await cellFormats(plan, codes);
  const letters = lettersOf(plan.headers.length);
  return xlsxBook(stream, {
    sheet: plan.sheet ?? m.exports_sheet_rows(),
    head: sheetHead(plan.columns, [...widthsOf(plan, plan.headers), ...plan.headers.slice(plan.places.length).map((header, at) => ownWidths[at] ?? header.length + 3)]),
    header: `<row r="1">${plan.headers.map((header, at) => addedXml(`${letters[at] ?? ''}1`, header)).join('')}</row>`,
    row: (number, row) => rowXml(number, row, { places: plan.places, letters, formats, shift: firstCodeStyle + codes.length }),
    tail: (_, rows) => filteredTail(`A1:${letters.at(-1) ?? 'A'}${rows}`),
    partsOf: () => [],
    parts: (sheets) => workbookParts(sheets, codes, plan.date1904, { styles: stylesText(codes, { fonts: [], fills: markFills, tints: markTints, xfs: [] }) }).map(({ name, text }) => ({ name, pieces: [text] })),
  });
}

/** Fault export-too-wide for more columns than a sheet has. */
export function mustFit({ headers, places }: ExportPlan, file: string): void {
  if (headers.length > columnsPerSheet) throw new Fault('export-too-wide', { file, columns: places.length, added: headers.length - places.length });
}

/** Of the workbook's number formats, as the job's language shows them. */
export async function cellFormats({ recipe, date1904 }: ExportPlan, codes: readonly string[]): Promise<CellFormats> {
  const context = { locale: recipe.source?.locale ?? 'en', date1904 };
  const formats = await formatsOf(codes, context);
  const byCode = new Map<string, { style: number; format: (typeof formats)[number] }>();
  formats.forEach((format, index) => byCode.set(codes[index] ?? '', { style: firstCodeStyle + index, format }));
  return { date1904, general: generalFormat(context), byCode };
}

interface RowLook {
  readonly places: readonly number[];
  readonly letters: readonly string[];
  readonly formats: CellFormats;
  /** What is added for a mark, by its number. */
  readonly shift: number;
}

function rowXml(number: number, { cells, status, note, marks }: ExportedRow, { places, letters, formats, shift }: RowLook): string {
  let noted: Map<number, Cell> | null = null;
  let xml = note.hidden === true ? `<row r="${number}" hidden="1">` : `<row r="${number}">`;
  let at = 0;
  for (const place of places) {
    const cell = cells[place] ?? null;
    const own = at;
    at += 1;
    const mark = marks?.get(place);
    if (cell === null && mark === undefined) continue;
    const name = `${letters[own] ?? ''}${number}`;
    const tint = mark === undefined ? 0 : shift * markShift[mark.tint];
    if (cell === null) {
      // An empty cell can be wrong, too.
      xml += `<c r="${name}"${styleXml(tint)}/>`;
      continue;
    }
    const written = cellXml(name, cell, formats, tint);
    if (written === null) (noted ??= new Map<number, Cell>()).set(own, cell);
    xml += written ?? notedXml(name, cell, tint);
  }
  const added = [...status, writeNote({ ...note, cells: noted ?? new Map<number, Cell>() })];
  for (const value of added) {
    xml += addedXml(`${letters[at] ?? ''}${number}`, value);
    at += 1;
  }
  return `${xml}</row>`;
}
