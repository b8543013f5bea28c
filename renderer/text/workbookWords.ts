import { m } from '#messages';
import type { BatchResult } from '#contract/corrections.ts';
import { actWords, besideWords } from '#contract/corrections.ts';
import { becomesWords, changeRefusedWords, reportWords } from '#contract/correctingWords.ts';
import type { ChangedCell, ChangedRow, WorkbookReport } from '#contract/workbook.ts';

/** What is told once a workbook was taken into its job. */
export function workbookTakenSentence({ name }: WorkbookReport, result: BatchResult): string {
  const { rows, cells, refusedRows } = result;
  const behind = besideWords(result);
  const told = behind === null ? '' : ` ${behind.slice(0, 1).toUpperCase()}${behind.slice(1)}`;
  const left = refusedRows === 0 ? [] : [m.workbook_rows_left({ count: refusedRows })];
  return rows === 0 ? [m.workbook_nothing_taken({ name }), ...left].join(' ') : `${[m.workbook_taken({ name, count: rows, cells: m.units_cells({ count: cells }) }), ...left].join(' ')}${told}`;
}

/** By what the job's cell was changed since the workbook was exported; empty where it was not. */
export function sinceWords({ since }: ChangedCell): string {
  return since === undefined ? '' : m.workbook_since({ act: actWords(since) });
}

/** What comes of a row. */
export function outcomeWords(row: ChangedRow): string {
  const { refused } = row;
  return refused === undefined ? becomesWords(row) : m.workbook_row_left({ why: changeRefusedWords(refused, row.errors) });
}

/** What is to be told of a workbook, as sentences. */
export function workbookSentences(report: WorkbookReport): readonly string[] {
  return reportWords(report, { asItIs: m.workbook_way_as_it_is(), overwrite: m.workbook_way_overwrite() }).map((words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`);
}
