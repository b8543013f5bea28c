import { columnLetter } from '#contract/cells.ts';
import { counted, grouped } from '#contract/counted.ts';
import { Fault } from '#contract/faults.ts';
import { textFinder } from '#contract/sameText.ts';
import { findText, type FindProgress } from '#engine/jobs/findText.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { columnNamed } from '../jobPlaces.ts';
import { result } from '../output.ts';
import { showProgress } from '../progress.ts';

export interface FindArguments {
  /** By its header, or @ and its letter; all columns when left out. */
  readonly column?: string | undefined;
  readonly limit: number;
}

/** `find J TEXT`: cells that show the text, as they count now, with the corrections. */
export function find(job: string, text: string, { column: ref, limit }: FindArguments): Command {
  return ({ output, stop }) =>
    withJob(job, async (file) => {
      if (textFinder(text) === null) throw new Fault('usage', { problem: 'the text to find has nothing that anybody sees' });
      jobColumns(file);
      const column = ref === undefined ? undefined : columnNamed(file, ref).index;
      const progress = showProgress(output, 'find', 'rows');
      const onProgress = ({ rows, total, found }: FindProgress): void => progress.update(rows, total, `${counted(found, 'cell')} found`);
      const made = await findText(file, { text, column, limit, signal: stop, onProgress }).finally(() => progress.end());
      result(output, made, () => {
        const cells = made.cells.map(({ row, column, text: shown }) => `row ${row}, column ${columnLetter(column)}: ${shown.replace(/\s+/g, ' ')}`);
        const { length: shown } = made.cells;
        const more = made.total > shown ? `; the first ${shown === 1 ? 'is' : `${grouped(shown)} are`} shown` : '';
        return made.total === 0 ? 'not found in any cell' : [...cells, `found in ${counted(made.total, 'cell')} of ${counted(made.rows, 'row')}${more}`];
      });
      return exitCodes.ok;
    });
}
