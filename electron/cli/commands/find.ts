import { m } from '#messages';
import { columnLetter } from '#contract/cells.ts';
import { textFinder } from '#contract/sameText.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { findText, type FindProgress } from '#engine/jobs/findText.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { columnNamed } from '../jobPlaces.ts';
import { result } from '../output.ts';
import { showProgress, shownWork } from '../progress.ts';

export interface FindArguments {
  /** By its header, or @ and its letter; all columns when left out. */
  readonly column?: string | undefined;
  readonly limit: number;
}

/** `find J TEXT`: cells that show the text, as they count now, with the corrections. */
export function find(job: string, text: string, { column: ref, limit }: FindArguments): Command {
  return ({ output, stop }) =>
    withJob(job, async (file) => {
      if (textFinder(text) === null) throw usageFault(m.cli_usage_nothing_to_find);
      jobColumns(file);
      const column = ref === undefined ? undefined : columnNamed(file, ref).index;
      const progress = showProgress(output, 'find');
      const onProgress = ({ rows, total, found }: FindProgress): void => progress.update(rows, total, m.cli_cells_found({ count: found }));
      const made = await shownWork(progress, findText(file, { text, column, limit, signal: stop, onProgress }), ({ total }) => m.cli_cells_found({ count: total }));
      result(output, made, () => {
        const cells = made.cells.map(({ row, column, text: shown }) => m.cli_found_cell({ row, column: columnLetter(column), text: shown.replace(/\s+/g, ' ') }));
        const { length: shown } = made.cells;
        const words = { cells: m.units_cells({ count: made.total }), rows: m.units_rows({ count: made.rows }) };
        return made.total === 0 ? m.cli_found_none() : [...cells, made.total > shown ? m.cli_found_more({ ...words, count: shown }) : m.cli_found(words)];
      });
      return exitCodes.ok;
    });
}
