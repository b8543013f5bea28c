import type { BatchResult } from '#contract/corrections.ts';
import { actWords, besideWords, refusalWords } from '#contract/corrections.ts';
import { becomesWords, reportWords } from '#contract/correctingWords.ts';
import type { ChangedCell, ChangedRow, WorkbookReport } from '#contract/workbook.ts';
import { counted } from './formats.ts';

/** What is told once a workbook was taken into its job. */
export function workbookTakenSentence({ name }: WorkbookReport, result: BatchResult): string {
  const { rows, cells, refusedRows } = result;
  const behind = besideWords(result);
  const told = behind === null ? '' : ` ${behind.slice(0, 1).toUpperCase()}${behind.slice(1)}`;
  const left = refusedRows === 0 ? '' : ` ${counted(refusedRows, 'row was left as it is', 'rows were left as they are')}.`;
  return rows === 0 ? `Nothing of “${name}” was taken.${left}` : `${counted(cells, 'cell')} in ${counted(rows, 'row')} corrected from “${name}”.${left}${told}`;
}

/** By what the job's cell was changed since the workbook was exported; empty where it was not. */
export function sinceWords({ since }: ChangedCell): string {
  return since === undefined ? '' : `Changed in the job since the export: ${actWords(since)}`;
}

/** What comes of a row. */
export function outcomeWords(row: ChangedRow): string {
  const { refused } = row;
  return refused === undefined ? becomesWords(row) : `left as it is: ${refusalWords(refused)}`;
}

const ways = { asItIs: '“Show it as it is”', overwrite: 'tick it below' };

/** What is to be told of a workbook, as sentences. */
export function workbookSentences(report: WorkbookReport): readonly string[] {
  return reportWords(report, ways).map((words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`);
}
