import { basename } from 'node:path';
import type { Workbook, Worksheet } from 'exceljs';
import type { FieldInfo } from '#contract/fields.ts';
import type { TemplateResources } from '#contract/subscriptionColumns.ts';
import { m } from '#messages';
import { writeWholeFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';
import { subscriptionColumns } from './subscriptionTemplate.ts';
import { kindNotes, templateColumns, type TemplateColumn, type TemplateKind } from './templateColumns.ts';

declare module 'exceljs' {
  interface Worksheet {
    /** Not among its published types; a range there is one entry instead of one for each cell. */
    readonly dataValidations: { add(range: string, validation: DataValidation): void };
  }
}

/** So far down cells offer their choices; Excel goes on by itself where somebody types below. */
const preparedRows = 10_000;

/** How Excel shows the cells: texts as they are typed, so that leading zeros and plus signs stay. */
const formats: Readonly<Record<TemplateKind, string>> = {
  text: '@', email: '@', phone: '@', tags: '@', ip: '@', version: '@', country: '@', timezone: '@', list: '@', bool: '@', gender: '@',
  consent: '@', categories: '@', contact: '@', 'contact-phone': '@', 'contact-number': '0',
  int: '0', float: 'General', date: 'dd.mm.yyyy', datetime: 'dd.mm.yyyy hh:mm',
};

const width = ({ header, example }: TemplateColumn): number => Math.min(40, Math.max(12, header.length + 3, typeof example === 'string' ? example.length + 2 : 0));

/**
 * Writes a workbook to be filled in for a database: a column for each field that an import can fill, with the field's title as header, a note,
 * the choices where there are some, and one example row; with `subscriptions` also columns for who agrees to what. Opened in this program, every column finds its field by itself. Over
 * a file that is there. Gives the number of columns. Faults disk-full, output-unwritable, path-too-long.
 */
export async function writeTemplate(fields: readonly FieldInfo[], out: string, subscriptions: TemplateResources | null = null): Promise<number> {
  const profile = templateColumns(fields);
  const columns = subscriptions === null ? profile : [...profile, ...subscriptionColumns(subscriptions, profile.some(({ field }) => field === 'email'))];
  // Loaded for this alone: nothing else that the engine does needs it.
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet(m.template_sheet(), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map((column) => ({ width: width(column), style: { numFmt: formats[column.kind] } }));
  sheet.addRow(columns.map(({ header }) => header));
  sheet.addRow(columns.map(({ example }) => example));
  const lists = listSheet(workbook, columns);
  columns.forEach((column, index) => dress(sheet, column, { index, choices: lists.get(index) }));
  sheet.getRow(1).font = { bold: true };
  try {
    writeWholeFile(out, new Uint8Array(await workbook.xlsx.writeBuffer()));
  } catch (error) {
    throw writeFault(error, { file: basename(out) });
  }
  return columns.length;
}

/** The choices on a hidden sheet: those within a cell are parted by commas, and none may hold one. Gives the range of each column that has some. */
function listSheet(workbook: Workbook, columns: readonly TemplateColumn[]): ReadonlyMap<number, string> {
  const ranges = new Map<number, string>();
  const withChoices = [...columns.entries()].filter(([, { choices }]) => choices.length > 0);
  if (withChoices.length === 0) return ranges;
  const name = m.template_lists();
  const sheet = workbook.addWorksheet(name, { state: 'veryHidden' });
  for (const [at, [index, { choices }]] of withChoices.entries()) {
    choices.forEach((choice, row) => (sheet.getCell(row + 1, at + 1).value = choice));
    const letter = sheet.getColumn(at + 1).letter;
    ranges.set(index, `'${name}'!$${letter}$1:$${letter}$${choices.length}`);
  }
  return ranges;
}

function dress(sheet: Worksheet, column: TemplateColumn, { index, choices }: { readonly index: number; readonly choices: string | undefined }): void {
  const head = sheet.getCell(1, index + 1);
  head.numFmt = '@';
  head.note = { texts: [{ font: { bold: true }, text: `${column.header} (${column.field})\n` }, { text: `${kindNotes[column.kind]()}\n${m.template_note_example()}` }] };
  sheet.getCell(2, index + 1).font = { italic: true, color: { argb: 'FF808080' } };
  if (choices === undefined) return;
  const { letter } = sheet.getColumn(index + 1);
  sheet.dataValidations.add(`${letter}2:${letter}${preparedRows}`, { type: 'list', allowBlank: true, formulae: [choices], showErrorMessage: false });
}
