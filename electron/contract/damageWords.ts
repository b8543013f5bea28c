import type { FaultDetail } from './faults.ts';

const parts: Readonly<Record<string, string>> = {
  record: 'the record of where the job stands',
  recipe: 'the recipe, the columns, or what is known of the source',
  cells: 'the cells',
  items: 'the profiles as they are to be sent',
  states: 'the states',
  chunk: 'the record of a request',
  attempt: 'the record of a sending and its answer',
  failure: 'what the platform said of refused rows',
  'row-error': 'why rows are invalid',
  duplicate: 'which rows stand for duplicates',
  correction: 'the corrections of its rows',
  key: 'which rows have the same match key',
  pages: 'the structure of the file',
  times: 'parts of it are of an earlier time than others, as after a write that the drive has lost',
};

/**
 * What of a job's file is damaged, as the end of "The file of the job is damaged": ": the cells (rows 2 to 501 of
 * the sheet)"; nothing where the fault does not tell. Details read: part, rows (in the sheet's numbers), positions (among the
 * rows read), chunk, attempt.
 */
export function damagedPart(detail: FaultDetail): string {
  const { part, rows, positions, chunk, attempt } = detail;
  if (chunk !== undefined) return `: the record of request ${String(chunk)}`;
  if (attempt !== undefined) return `: the record of sending ${String(attempt)} and its answer`;
  const hit = parts[String(part)];
  if (hit === undefined) return '';
  if (rows !== undefined) return `: ${hit} (${nounFor(rows)} ${String(rows)} of the sheet)`;
  return positions === undefined ? `: ${hit}` : `: ${hit} (${String(positions)} of the rows read)`;
}

function nounFor(rows: FaultDetail[string]): string {
  return String(rows).includes('to') ? 'rows' : 'row';
}
