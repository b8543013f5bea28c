import type { WriteStream } from 'node:fs';
import type { ExportedRow, RowWriter } from '../rowWriter.ts';
import { sheetName, sheetPart } from './xlsxParts.ts';
import { ZipWriter, type ZipPart } from './zipWriter.ts';

/** A sheet's limits in Excel; rows beyond them go on in the next sheet. */
const rowsPerSheet = 1_048_576;
/** Where a part of a zip file has to end, with room for a row of the widest. */
const bytesPerSheet = 3_900_000_000;

/** A part in pieces, so that it need not be held as a whole. */
export interface PartPieces {
  readonly name: string;
  readonly pieces: Iterable<string>;
}

/** What is written into a workbook of rows. */
export interface BookLook {
  /** Name of the first sheet; further ones are numbered. */
  readonly sheet: string;
  /** A sheet up to its rows, and its first row. */
  readonly head: string;
  readonly header: string;
  row(number: number, row: ExportedRow): string;
  /** What stands behind the rows of a sheet, which has so many with the header. */
  tail(sheet: number, rows: number): string;
  /** What belongs to a sheet beside it, once it has ended. */
  partsOf(sheet: number): Iterable<PartPieces>;
  /** All other parts. */
  parts(sheets: readonly string[]): Iterable<PartPieces>;
}

/** A workbook with one row a call, in sheets of as many rows as Excel takes. */
export function xlsxBook(stream: WriteStream, look: BookLook): RowWriter {
  const zip = new ZipWriter(stream);
  const sheets: string[] = [];
  let rows = rowsPerSheet;
  let sheet: ZipPart | null = null;
  const add = async (parts: Iterable<PartPieces>): Promise<void> => {
    for (const { name, pieces } of parts) {
      const part = zip.begin(name);
      for (const piece of pieces) await part.write(piece);
      await part.end();
    }
  };
  const end = async (ended: ZipPart): Promise<void> => {
    await ended.write(look.tail(sheets.length, rows));
    await ended.end();
    await add(look.partsOf(sheets.length));
  };
  const next = async (): Promise<ZipPart> => {
    if (sheet !== null) await end(sheet);
    sheets.push(sheetName(look.sheet, sheets.length + 1));
    rows = 1;
    const begun = zip.begin(sheetPart(sheets.length));
    await begun.write(look.head);
    await begun.write(look.header);
    return begun;
  };
  return {
    async write(row) {
      if (sheet === null || rows >= rowsPerSheet || sheet.size > bytesPerSheet) sheet = await next();
      rows += 1;
      const written = sheet.write(look.row(rows, row));
      if (written !== undefined) await written;
    },
    async finish() {
      sheet ??= await next();
      await end(sheet);
      await add(look.parts(sheets));
      await zip.finish();
    },
  };
}
