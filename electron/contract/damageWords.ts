import { m } from '#messages';
import type { FaultDetail } from './faults.ts';
import { spanWords } from './counted.ts';

const parts: Readonly<Record<string, () => string>> = {
  record: m.damage_record,
  recipe: m.damage_recipe,
  cells: m.damage_cells,
  items: m.damage_items,
  states: m.damage_states,
  chunk: m.damage_chunk,
  attempt: m.damage_attempt,
  failure: m.damage_failure,
  'row-error': m.damage_row_error,
  duplicate: m.damage_duplicate,
  correction: m.damage_correction,
  key: m.damage_key,
  kept: m.damage_kept,
  pages: m.damage_pages,
  times: m.damage_times,
};

/**
 * What of a job's file is damaged, as the end of "The file of the job is damaged": ": the cells (rows 2 to 501 of
 * the sheet)"; nothing where the fault does not tell. Details read: part, rows (in the sheet's numbers), positions (among the
 * rows read), chunk, attempt.
 */
export function damagedPart(detail: FaultDetail): string {
  const { part: name, rows, positions, chunk, attempt } = detail;
  if (chunk !== undefined) return m.damage_of_chunk({ number: String(chunk) });
  if (attempt !== undefined) return m.damage_of_attempt({ number: String(attempt) });
  const part = parts[String(name)]?.();
  if (part === undefined) return '';
  if (rows !== undefined) return /^\d+$/.test(String(rows)) ? m.damage_in_row({ part, rows: String(rows) }) : m.damage_in_rows({ part, rows: spanWords(String(rows)) });
  return positions === undefined ? `: ${part}` : m.damage_at_positions({ part, positions: spanWords(String(positions)) });
}
