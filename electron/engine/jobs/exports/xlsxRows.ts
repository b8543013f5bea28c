import type { WriteStream } from 'node:fs';
import type { Cell } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { formatsOf, generalFormat } from '../../sheet/index.ts';
import type { ExportPlan } from './exportPlan.ts';
import { writeNote } from './rowNote.ts';
import type { ExportedRow, RowWriter } from './rowWriter.ts';
import { addedXml, cellXml, firstCodeStyle, lettersOf, notedXml, type CellFormats } from './xlsx/xlsxCells.ts';
import { sheetHead, sheetName, sheetPart, sheetTail, workbookParts } from './xlsx/xlsxParts.ts';
import { ZipWriter, type ZipPart } from './xlsx/zipWriter.ts';

/** A sheet's limits in Excel; rows beyond them go on in the next sheet. */
const rowsPerSheet = 1_048_576;
const columnsPerSheet = 16_384;
/** Where a part of a zip file has to end, with room for a row of the widest. */
const bytesPerSheet = 3_900_000_000;

/**
 * A workbook with one row a call; cells keep their kind, value and number format. Its sheet is named after the source's,
 * so that a recipe that names it finds it. Fault: export-too-wide.
 */
export async function xlsxRows(stream: WriteStream, plan: ExportPlan, file: string): Promise<RowWriter> {
  const width = plan.headers.length;
  if (width > columnsPerSheet) throw new Fault('export-too-wide', { file, columns: plan.places.length, added: width - plan.places.length });
  const codes = [...plan.codes];
  const formats = await cellFormats(plan, codes);
  const letters = lettersOf(width);
  const zip = new ZipWriter(stream);
  const sheets: string[] = [];
  let rows = rowsPerSheet;
  let sheet: ZipPart | null = null;
  const next = async (): Promise<ZipPart> => {
    await sheet?.write(sheetTail);
    await sheet?.end();
    sheets.push(sheetName(plan.sheet ?? 'Rows', sheets.length + 1));
    rows = 1;
    const begun = zip.begin(sheetPart(sheets.length));
    await begun.write(sheetHead(plan.columns));
    await begun.write(`<row r="1">${plan.headers.map((header, at) => addedXml(`${letters[at] ?? ''}1`, header)).join('')}</row>`);
    return begun;
  };
  return {
    async write(row) {
      if (sheet === null || rows >= rowsPerSheet || sheet.size > bytesPerSheet) sheet = await next();
      rows += 1;
      const written = sheet.write(rowXml(rows, row, plan.places, letters, formats));
      if (written !== undefined) await written;
    },
    async finish() {
      sheet ??= await next();
      await sheet.write(sheetTail);
      await sheet.end();
      for (const { name, text } of workbookParts(sheets, codes, plan.date1904)) await zip.add(name, text);
      await zip.finish();
    },
  };
}

async function cellFormats({ recipe, date1904 }: ExportPlan, codes: readonly string[]): Promise<CellFormats> {
  const context = { locale: recipe.source?.locale ?? 'en', date1904 };
  const formats = await formatsOf(codes, context);
  const byCode = new Map<string, { style: number; format: (typeof formats)[number] }>();
  formats.forEach((format, index) => byCode.set(codes[index] ?? '', { style: firstCodeStyle + index, format }));
  return { date1904, general: generalFormat(context), byCode };
}

function rowXml(number: number, { cells, status, note }: ExportedRow, places: readonly number[], letters: readonly string[], formats: CellFormats): string {
  let noted: Map<number, Cell> | null = null;
  let xml = note.hidden === true ? `<row r="${number}" hidden="1">` : `<row r="${number}">`;
  let at = 0;
  for (const place of places) {
    const cell = cells[place] ?? null;
    const own = at;
    at += 1;
    if (cell === null) continue;
    const name = `${letters[own] ?? ''}${number}`;
    const written = cellXml(name, cell, formats);
    if (written === null) (noted ??= new Map<number, Cell>()).set(own, cell);
    xml += written ?? notedXml(name, cell);
  }
  const added = [...status, writeNote({ ...note, cells: noted ?? new Map<number, Cell>() })];
  for (const value of added) {
    xml += addedXml(`${letters[at] ?? ''}${number}`, value);
    at += 1;
  }
  return `${xml}</row>`;
}
