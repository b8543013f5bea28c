import { once } from 'node:events';
import type { WriteStream } from 'node:fs';
import type { ExportDelimiter, ExportLocale } from '#contract/exports.ts';
import { guarded } from '#contract/formulaGuard.ts';
import { compileRecipe, defaultSettings } from '../../mapping/index.ts';
import { csvCellMaker } from './csvCells.ts';
import type { ExportPlan } from './exportPlan.ts';
import { writeNote } from './rowNote.ts';
import type { Added, RowWriter } from './rowWriter.ts';

export interface CsvDialect {
  readonly delimiter: ExportDelimiter;
  /** Whether numbers have a comma before their decimals, where the job's recipe reads it so. */
  readonly comma: boolean;
}

/** As Excel writes and opens CSV in a language. */
export function csvDialect(locale: ExportLocale, delimiter?: ExportDelimiter): CsvDialect {
  return { delimiter: delimiter ?? (locale === 'ru' ? ';' : ','), comma: locale === 'ru' };
}

/** CSV as Excel opens it: UTF-8 with a byte order mark, CRLF; what would run as a formula gets an apostrophe. */
export function csvRows(stream: WriteStream, plan: ExportPlan, { delimiter, comma }: CsvDialect): RowWriter {
  const compiled = compileRecipe(plan.recipe, plan.columns, { ...defaultSettings, date1904: plan.date1904 }, plan.sample);
  const cellsOf = csvCellMaker(plan.places, compiled.ok ? compiled.mapper : null, comma);
  const line = async (values: readonly string[]): Promise<void> => {
    if (!stream.write(`${values.map((value) => quoted(value, delimiter)).join(delimiter)}\r\n`)) await once(stream, 'drain');
  };
  // Without a byte order mark Excel takes UTF-8 for the system's own encoding.
  stream.write('\uFEFF');
  const opened = line(plan.headers.map(guarded));
  return {
    async write({ row, cells, status, note }) {
      await opened;
      const { texts, noted } = cellsOf({ row, cells });
      await line([...texts.map(guarded), ...status.map(addedText), writeNote({ ...note, cells: noted, date1904: plan.date1904 }) ?? '']);
    },
    async finish() {
      await opened;
      const finished = once(stream, 'finish');
      stream.end();
      await finished;
    },
  };
}

function addedText(value: Added): string {
  return typeof value === 'string' ? guarded(value) : String(value ?? '');
}

/** White space at the ends is kept by quotes whoever reads it. */
const special = /["\t\r\n]|^\s|\s$/;

function quoted(value: string, delimiter: ExportDelimiter): string {
  return value.includes(delimiter) || special.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
