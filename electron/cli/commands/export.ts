import { counted } from '#contract/counted.ts';
import { exportWarning, type ExportChoice } from '#contract/exports.ts';
import { exportRows, type ExportOptions } from '#engine/jobs/exports/exportRows.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result, say } from '../output.ts';

/** `export J --rows R --out F`; `options` are of CSV. */
export function exportTo(job: string, rows: ExportChoice, out: string, options: Pick<ExportOptions, 'locale' | 'delimiter' | 'forCorrecting'>): Command {
  return ({ output, stop }) =>
    withJob(job, async (file) => {
      const written = await exportRows(file, rows, out, { ...options, replace: false, signal: stop });
      if (written.rows === 0) say(output, `there are no ${rows === 'warnings' ? 'rows without a value' : rows === 'all' ? 'rows' : rows === 'wrong' ? 'rows with anything wrong' : `${rows} rows`}; the file holds the header only`);
      const warning = exportWarning(written);
      if (warning !== null) say(output, warning);
      result(output, { ...written, out }, () => `${counted(written.rows, 'row')} written to ${out}`);
      return exitCodes.ok;
    });
}
