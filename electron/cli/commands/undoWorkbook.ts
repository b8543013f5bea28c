import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { ownerOnly } from '#files/owner.ts';
import { writeFault } from '#files/systemErrors.ts';
import { m } from '#messages';
import { undoPlan, undoRows, type UndoPlan } from '#engine/jobs/comparison/undoPlan.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { writeTable } from '#engine/template/writeTable.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result } from '../output.ts';

/** `undo-workbook J --out DIR`: a workbook and its recipe that give the kept profiles of rows that were sent the values they had. */
export function undoWorkbook(job: string, out: string): Command {
  return ({ output }) =>
    withJob(job, async (file) => {
      jobColumns(file);
      if (existsSync(out)) throw new Fault('output-exists', { file: basename(out) });
      const recipe = file.job.read()?.recipe;
      const rows = undoRows(file);
      if (recipe === undefined || rows.length === 0) throw usageFault(m.compare_undo_none);
      const plan = undoPlan(recipe, rows);
      const [workbook, recipeFile] = [join(out, 'undo.xlsx'), join(out, 'undo.json')];
      try {
        mkdirSync(out, ownerOnly.folder);
        writeFileSync(recipeFile, `${JSON.stringify(plan.recipe, null, 2)}\n`, { flag: 'wx', mode: ownerOnly.file });
      } catch (error) {
        throw writeFault(error, { file: basename(out) });
      }
      await writeTable(plan, workbook);
      const { left } = plan;
      result(output, { out, workbook, recipe: recipeFile, rows: plan.rows.length, left }, () => [
        m.compare_undo_written({ profiles: m.units_profiles({ count: plan.rows.length }), workbook, recipe: recipeFile }),
        ...leftWords(left),
      ]);
      return exitCodes.ok;
    });
}

/** What is not taken back, a sentence each. */
function leftWords({ subscription, value, email, key }: UndoPlan['left']): readonly string[] {
  const words: readonly (readonly [number, (input: { readonly count: string }) => string])[] = [
    [subscription, m.compare_left_subscription], [value, m.compare_left_value], [email, m.compare_left_email], [key, m.compare_left_key],
  ];
  return words.flatMap(([count, say]) => (count === 0 ? [] : [say({ count: String(count) })]));
}
