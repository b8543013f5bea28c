import { existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { UndoLeft } from '#contract/comparison.ts';
import { undoLeftWords } from '#contract/comparisonWords.ts';
import { grouped } from '#contract/counted.ts';
import { exportShare } from '#contract/exports.ts';
import { Fault } from '#contract/faults.ts';
import { ownerOnly } from '#files/owner.ts';
import { writeFault } from '#files/systemErrors.ts';
import { m } from '#messages';
import { writeUndo } from '#engine/jobs/comparison/writeUndo.ts';
import { writeTable } from '#engine/template/writeTable.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result } from '../output.ts';
import { showProgress, shownWork } from '../progress.ts';

/** `undo-workbook J --out DIR`: a workbook and its recipe that give the kept profiles of rows that were sent the values they had. */
export function undoWorkbook(job: string, out: string): Command {
  return ({ output, stop }) =>
    withJob(job, async (file) => {
      jobColumns(file);
      if (existsSync(out)) throw new Fault('output-exists', { file: basename(out) });
      const [workbook, recipe] = [join(out, 'undo.xlsx'), join(out, 'undo.json')];
      const progress = showProgress(output, 'undo');
      const { rows, sent, left } = await shownWork(progress, writeUndo(file, {
        workbook,
        recipe,
        // No folder is made for nothing.
        async writeTable(table, path, turn) {
          makeFolder(out);
          await writeTable(table, path, turn);
        },
        signal: stop,
        onProgress: (made) => progress.update(Math.round(exportShare(made) * 1_000), 1_000, made.step === 'look' ? m.cli_looked_through({ count: made.rows }) : m.cli_rows_written({ count: made.rows })),
      }), (made) => m.cli_rows_written({ count: made.rows }));
      result(output, { out, workbook, recipe, rows, sent, left }, () => [
        m.compare_undo_written({ profiles: m.units_profiles({ count: rows }), sent: grouped(sent), workbook, recipe }),
        ...leftLines(left),
      ]);
      return exitCodes.ok;
    });
}

function leftLines(left: UndoLeft): readonly string[] {
  const words = undoLeftWords(left);
  return words.length === 0 ? [] : [m.compare_undo_left(), ...words.map((line) => `  ${line}`)];
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, ownerOnly.folder);
  } catch (error) {
    throw writeFault(error, { file: basename(path) });
  }
}
