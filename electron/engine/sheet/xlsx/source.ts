import { Fault } from '#contract/faults.ts';
import { foldedText } from '#contract/sameText.ts';
import type { SheetRow } from '#contract/cells.ts';
import { damaged, inFile, inPlace } from '../limits.ts';
import type { OpenOptions, OpenSource, RowsOptions } from '../types.ts';
import { utf8Pieces } from '../xml/encoding.ts';
import type { Archive } from '../zip/archive.ts';
import { CellValues } from './cellValues.ts';
import type { FormatContext } from '../formats/numberFormat.ts';
import { heldBytes, orderedRows, readLayout } from './rows.ts';
import { SheetLayout } from './sheetLayout.ts';
import { SharedStrings } from '../strings/sharedStrings.ts';
import { readStyles } from '../formats/styles.ts';
import { readWorkbook, type Workbook, type WorkbookSheet } from './workbook.ts';

/** A file's name without folder, and its size. */
export interface FileFacts {
  readonly name: string;
  readonly bytes: number;
}

/**
 * A workbook as a source of rows. `part` is the workbook's part in the archive, which the source closes when it
 * is closed. Throws Fault.
 */
export async function openWorkbook(file: FileFacts, archive: Archive, part: string, options: OpenOptions): Promise<OpenSource> {
  const workbook = await readWorkbook(archive, part);
  const context: FormatContext = { locale: options.locale ?? 'en', date1904: workbook.date1904 };
  const formats = await readStyles(workbook.styles === null ? null : archive.read(workbook.styles), context);
  let stringBytes = 0;
  const strings = new SharedStrings(stringPieces(archive, workbook, (bytes) => { stringBytes = bytes; }));
  const values = new CellValues(strings, formats, context);

  async function* rowsOf(sheet: WorkbookSheet, { signal, onProgress, merges, onLayout }: RowsOptions): AsyncGenerator<readonly SheetRow[]> {
    const total = archive.compressedSizeOf(sheet.part) + archive.compressedSizeOf(workbook.sharedStrings ?? '');
    let sheetBytes = 0;
    const layout = new SheetLayout(sheet.name);
    onLayout?.(layout);
    const size = archive.sizeOf(sheet.part);
    if (merges === 'first' && size > heldBytes) await readLayout(archive.read(sheet.part), values, layout, signal);
    const pieces = archive.read(sheet.part, (bytes) => { sheetBytes = bytes; });
    for await (const rows of orderedRows(pieces, size, values, layout, signal)) {
      // Styles and the like are no part of the work: the share of sheet and strings is spread over the whole file.
      onProgress?.(Math.round(((sheetBytes + stringBytes) / total) * file.bytes));
      yield rows;
    }
  }

  let defaultName: Promise<string> | null = null;
  const source: OpenSource = {
    ...file,
    kind: 'xlsx',
    sheets: workbook.sheets.map(({ name, visibility, kind }) => ({ name, visibility, kind })),
    csv: null,
    date1904: workbook.date1904,
    defaultSheet: () => (defaultName ??= firstWithCells(workbook, (sheet) => hasRows(rowsOf(sheet, {})))),
    async *rows(rowsOptions) {
      try {
        const name = rowsOptions.sheet ?? (await source.defaultSheet());
        yield* rowsOf(findSheet(workbook, name), rowsOptions);
      } catch (error) {
        throw inFile(error, file.name);
      }
    },
    fingerprint: () => archive.fingerprint(),
    async close() {
      await strings.close();
      await archive.close();
    },
  };
  return source;
}

function stringPieces(archive: Archive, workbook: Workbook, onRead: (bytes: number) => void): AsyncIterable<Buffer> | null {
  return workbook.sharedStrings === null ? null : utf8Pieces(archive.read(workbook.sharedStrings, onRead));
}

/** By its name, or by what looks the same: Excel has no two sheets that differ in letter case alone. */
function findSheet(workbook: Workbook, name: string): WorkbookSheet {
  const alike = foldedText(name);
  const sheet = workbook.sheets.find((candidate) => candidate.name === name) ?? workbook.sheets.find((candidate) => foldedText(candidate.name) === alike);
  if (sheet === undefined) {
    throw new Fault('sheet-missing', { sheet: name, sheets: workbook.sheets.map((candidate) => candidate.name) });
  }
  if (sheet.kind === 'other') throw new Fault('sheet-no-cells', { sheet: name });
  if (sheet.part === '') throw inPlace(damaged('sheet-part'), { sheet: sheet.name });
  return sheet;
}

/** The first visible sheet that has a value, else the first visible one that could. */
async function firstWithCells(workbook: Workbook, isFilled: (sheet: WorkbookSheet) => Promise<boolean>): Promise<string> {
  const candidates = workbook.sheets.filter((sheet) => sheet.visibility === 'visible' && sheet.kind === 'cells');
  const [first] = candidates;
  if (first === undefined) throw new Fault('sheet-no-cells', { sheets: workbook.sheets.map((sheet) => sheet.name) });
  if (candidates.length === 1) return first.name;
  for (const sheet of candidates) {
    if (sheet.part !== '' && (await isFilled(sheet))) return sheet.name;
  }
  return first.name;
}

async function hasRows(rows: AsyncIterable<readonly SheetRow[]>): Promise<boolean> {
  for await (const batch of rows) if (batch.length > 0) return true;
  return false;
}
