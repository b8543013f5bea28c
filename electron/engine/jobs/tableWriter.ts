import type ExcelJS from 'exceljs';
import { createWriteStream, existsSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { basename, extname } from 'node:path';
import type { Cell } from '#contract/cells.ts';
import { shownText } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';

type Added = string | number | null;

/** Writes a table row by row to disk; nothing but one row is held in memory. */
export interface TableWriter {
  write(cells: readonly Cell[], added: readonly Added[]): Promise<void>;
  finish(): Promise<void>;
  /** Stops and removes what was written. */
  discard(): Promise<void>;
}

/** A sheet's limit in Excel; rows beyond it go on in the next sheet. */
const rowsPerSheet = 1_048_576;

/** Opens a new .xlsx or .csv. Faults: usage for another ending, output-exists, output-unwritable. */
export async function openTableWriter(path: string, headers: readonly string[]): Promise<TableWriter> {
  const kind = extname(path).toLowerCase();
  if (kind !== '.xlsx' && kind !== '.csv') throw new Fault('usage', { problem: `${basename(path)}: the name must end in .xlsx or .csv` });
  if (existsSync(path)) throw new Fault('output-exists', { file: basename(path) });
  const stream = createWriteStream(path, { flags: 'wx' });
  // `once` rejects by itself when the stream errs first.
  await once(stream, 'open').catch((error: unknown) => {
    throw new Fault('output-unwritable', { file: basename(path) }, { cause: error });
  });
  const failure = new Promise<never>((_, reject) => {
    stream.on('error', (error) => reject(new Fault('output-unwritable', { file: basename(path) }, { cause: error })));
  });
  failure.catch(() => undefined);
  const inner = kind === '.xlsx' ? await xlsxWriter(stream, headers) : csvWriter(stream, headers);
  return {
    write: (cells, added) => Promise.race([inner.write(cells, added), failure]),
    finish: () => Promise.race([inner.finish(), failure]),
    async discard() {
      stream.destroy();
      rmSync(path, { force: true });
      await Promise.resolve();
    },
  };
}

type Stream = ReturnType<typeof createWriteStream>;
type Inner = Omit<TableWriter, 'discard'>;

async function xlsxWriter(stream: Stream, headers: readonly string[]): Promise<Inner> {
  // Loaded when an export is made: it is the largest of our packages, and every other command starts without it.
  const { default: library } = await import('exceljs');
  const workbook = new library.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  let sheets = 0;
  let rows = rowsPerSheet;
  let sheet: ExcelJS.Worksheet | null = null;
  const next = (): ExcelJS.Worksheet => {
    sheet?.commit();
    sheets += 1;
    rows = 1;
    const made = workbook.addWorksheet(sheets === 1 ? 'Rows' : `Rows ${sheets}`, { views: [{ state: 'frozen', ySplit: 1 }] });
    made.addRow([...headers]).commit();
    return made;
  };
  return {
    async write(cells, added) {
      if (sheet === null || rows >= rowsPerSheet) sheet = next();
      const row = sheet.addRow([...cells.map(xlsxValue), ...added]);
      cells.forEach((cell, index) => {
        if (cell?.t === 'd') row.getCell(index + 1).numFmt = cell.v.endsWith('T00:00:00') ? 'dd.mm.yyyy' : 'dd.mm.yyyy hh:mm:ss';
      });
      row.commit();
      rows += 1;
      if (stream.writableNeedDrain) await once(stream, 'drain');
    },
    async finish() {
      (sheet ?? next()).commit();
      await workbook.commit();
    },
  };
}

/** Cells keep their kind, but a number shown with leading zeros is kept as it is shown: 7 shown 0007 is a code. */
function xlsxValue(cell: Cell): ExcelJS.CellValue {
  if (cell === null) return null;
  switch (cell.t) {
    case 'n':
      return cell.text !== undefined && /^0\d/.test(cell.text) ? cell.text : cell.v;
    case 'd':
      return Number.isNaN(Date.parse(`${cell.v}Z`)) ? shownText(cell) : new Date(`${cell.v}Z`);
    case 'b':
      return cell.v;
    default:
      return cell.v;
  }
}

function csvWriter(stream: Stream, headers: readonly string[]): Inner {
  const line = async (values: readonly string[]): Promise<void> => {
    const text = values.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',');
    if (!stream.write(`${text}\r\n`)) await once(stream, 'drain');
  };
  // Without a byte order mark Excel takes UTF-8 for the system's own encoding.
  const opened = line([`\uFEFF${headers[0] ?? ''}`, ...headers.slice(1)]);
  return {
    async write(cells, added) {
      await opened;
      await line([...cells.map(shownText), ...added.map((value) => (value === null ? '' : String(value)))]);
    },
    async finish() {
      await opened;
      stream.end();
      await once(stream, 'finish');
    },
  };
}
