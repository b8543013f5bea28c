import type { WriteStream } from 'node:fs';
import { m } from '#messages';
import { columnLetter, countingCell } from '#contract/cells.ts';
import { mustFit, cellFormats } from '../xlsxRows.ts';
import { markFills, markShift, markTints } from '../xlsx/markStyles.ts';
import type { ExportedRow, RowWriter } from '../rowWriter.ts';
import { xlsxBook, type PartPieces } from '../xlsx/xlsxBook.ts';
import { addedXml, cellXml, firstCodeStyle, lettersOf, notedXml, styleXml, textStyle, type CellFormats } from '../xlsx/xlsxCells.ts';
import { beginSheet, sheetPart, stylesText, workbookParts } from '../xlsx/xlsxParts.ts';
import { attributeText, cellText, xmlText } from '../xlsx/xmlText.ts';
import type { CorrectingPlan } from './correctingPlan.ts';
import { drawingId, notesContentTypes, notesParts, type Note } from './notes.ts';
import { rowSum, writeRowId } from './rowId.ts';

/**
 * Cells that get a note, over the whole workbook: each is a drawing, and with many more of them Excel and LibreOffice open a
 * file in minutes or not at all. The cells behind are coloured, and their reasons stand in the row's own columns.
 */
export const mostNotes = 20_000;

const fills = [...markFills, 'D9E1F2', 'EDEDED'] as const;
const fonts = ['<font><b/><sz val="11"/><name val="Calibri"/></font>', '<font><sz val="9"/><color rgb="FF9C9C9C"/><name val="Calibri"/></font>'];
const headerFormats = [4, 5].map((fill) => `<xf numFmtId="49" fontId="1" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`);
const idFormat = '<xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>';

/**
 * A workbook made for correcting: wrong cells are coloured and say why in a note, the header stays in sight and filters,
 * known values are offered, and every row has its id. Fault export-too-wide.
 */
export async function correctingRows(stream: WriteStream, plan: CorrectingPlan, file: string): Promise<RowWriter> {
  mustFit(plan, file);
  const codes = [...plan.codes];
  const formats: CellFormats = { ...(await cellFormats(plan, codes)), allTexts: true };
  const letters = lettersOf(plan.headers.length);
  const styles = stylesOf(codes.length);
  const lists = [...plan.lists];
  const listSheet = lists.length === 0 ? null : listsName(plan.sheet ?? '');
  const sheetsWithNotes: number[] = [];
  let notes: Note[] = [];
  let notesLeft = mostNotes;
  let unnoted = 0;
  const take = (note: Note): void => {
    if (notesLeft === 0) {
      unnoted += 1;
      return;
    }
    notesLeft -= 1;
    notes.push(note);
  };
  const book = xlsxBook(stream, {
    sheet: plan.sheet ?? m.exports_sheet_rows(),
    head: beginSheet(columnsXml(plan)),
    header: `<row r="1">${plan.headers.map((header, at) => `<c r="${letters[at] ?? ''}1" s="${at < plan.places.length ? styles.header : styles.ownHeader}" t="inlineStr"><is><t xml:space="preserve">${cellText(header)}</t></is></c>`).join('')}</row>`,
    row: (number, row) => rowXml(number, row, { plan, letters, formats, styles, take }),
    tail(sheet, rows) {
      if (notes.length > 0) sheetsWithNotes.push(sheet);
      return tailXml({ area: `A1:${letters.at(-1) ?? 'A'}${rows}`, rows, lists, listSheet, letters, hasNotes: notes.length > 0 });
    },
    *partsOf(sheet) {
      if (notes.length > 0) yield* notesParts(sheet, notes);
      notes = [];
    },
    *parts(sheets) {
      if (listSheet !== null) yield listPart(sheets.length + 1, lists.map(([, values]) => values));
      const more = { hiddenSheet: listSheet, contentTypes: notesContentTypes(sheetsWithNotes), styles: stylesText(codes, { fonts, fills, tints: markTints, xfs: [...headerFormats, idFormat] }) };
      for (const { name, text } of workbookParts(sheets, codes, plan.date1904, more)) yield { name, pieces: [text] };
    },
  });
  return { ...book, unnoted: () => unnoted };
}

/** Sheet of the values that drop-down lists offer; further sheets of rows have the source's name with a number behind it. */
function listsName(sheet: string): string {
  const name = m.exports_sheet_lists();
  return sheet.toLowerCase().startsWith(name.toLowerCase()) ? m.exports_sheet_lists_other() : name;
}

interface Styles {
  /** What is added for a tint, by its number. */
  readonly shift: number;
  readonly header: number;
  readonly ownHeader: number;
  readonly id: number;
}

function stylesOf(codes: number): Styles {
  const shift = firstCodeStyle + codes;
  const last = shift * (markTints.length + 1);
  return { shift, header: last, ownHeader: last + 1, id: last + 2 };
}

function columnsXml({ widths, textPlaces }: CorrectingPlan): readonly string[] {
  return widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"${textPlaces.has(at) ? ` style="${textStyle}"` : ''}/>`);
}

interface RowLook {
  readonly plan: CorrectingPlan;
  readonly letters: readonly string[];
  readonly formats: CellFormats;
  readonly styles: Styles;
  readonly take: (note: Note) => void;
}

function rowXml(number: number, { position, cells, status, marks }: ExportedRow, { plan, letters, formats, styles, take }: RowLook): string {
  let xml = `<row r="${number}">`;
  plan.places.forEach((place, at) => {
    const cell = countingCell(cells[place] ?? null);
    const mark = marks?.get(place);
    if (cell === null && mark === undefined) return;
    const name = `${letters[at] ?? ''}${number}`;
    const shift = mark === undefined ? 0 : styles.shift * markShift[mark.tint];
    const written = cellXml(name, cell, formats, shift) ?? notedXml(name, cell, shift);
    // An empty cell can be wrong, too.
    xml += written === '' && mark !== undefined ? `<c r="${name}"${styleXml(textStyle + shift)}/>` : written;
    if (mark !== undefined) take({ at: name, text: mark.note });
  });
  const at = plan.places.length;
  status.forEach((value, index) => {
    xml += addedXml(`${letters[at + index] ?? ''}${number}`, value);
  });
  const id = writeRowId({ job: plan.job, stamp: plan.stamp, position, sum: rowSum(cells) });
  return `${xml}<c r="${letters[at + status.length] ?? ''}${number}" s="${styles.id}" t="inlineStr"><is><t>${id}</t></is></c></row>`;
}

interface Tail {
  readonly area: string;
  readonly rows: number;
  readonly lists: readonly (readonly [at: number, values: readonly string[]])[];
  readonly listSheet: string | null;
  readonly letters: readonly string[];
  readonly hasNotes: boolean;
}

/** The elements behind the rows, in the order that the standard has for them (ECMA-376 part 1, 18.3.1.99). */
function tailXml({ area, rows, lists, listSheet, letters, hasNotes }: Tail): string {
  const rules = listSheet === null ? [] : lists.map(([at, values], index) => {
    const column = columnLetter(index);
    // Without an error message another value can be typed all the same.
    return `<dataValidation type="list" allowBlank="1" showInputMessage="1" sqref="${letters[at] ?? ''}2:${letters[at] ?? ''}${Math.max(2, rows)}"><formula1>'${xmlText(listSheet)}'!$${column}$1:$${column}$${values.length}</formula1></dataValidation>`;
  });
  const validations = rules.length === 0 ? '' : `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`;
  // Excel offers to make numbers of texts such as 007 where it is not told that they are meant.
  const meant = `<ignoredErrors><ignoredError sqref="${attributeText(area)}" numberStoredAsText="1"/></ignoredErrors>`;
  return `</sheetData><autoFilter ref="${attributeText(area)}"/>${validations}${meant}${hasNotes ? `<legacyDrawing r:id="${drawingId}"/>` : ''}</worksheet>`;
}

/** A column for each list. */
function listPart(sheet: number, lists: readonly (readonly string[])[]): PartPieces {
  const longest = Math.max(...lists.map((values) => values.length));
  const rows = Array.from({ length: longest }, (_, index) => `<row r="${index + 1}">${lists.map((values, at) => addedXml(`${columnLetter(at)}${index + 1}`, values[index] ?? null)).join('')}</row>`);
  return { name: sheetPart(sheet), pieces: [beginSheet([]), ...rows, '</sheetData></worksheet>'] };
}
