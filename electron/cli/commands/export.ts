import { m } from '#messages';
import { exportShare, exportWarning, type ExportChoice, type ExportProgress } from '#contract/exports.ts';
import { exportRows, type ExportOptions } from '#engine/jobs/exports/exportRows.ts';
import type { RowErrorReason } from '#contract/rowErrors.ts';
import type { RowFilter } from '#contract/rowFilter.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { columnFinder } from '#engine/mapping/index.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result, say } from '../output.ts';
import { showProgress, shownWork } from '../progress.ts';

export interface ExportChosen extends Pick<ExportOptions, 'locale' | 'delimiter' | 'forCorrecting'> {
  /** Rows alone with something wrong in this column, by its header or @ and its letter. */
  readonly column?: string | undefined;
  /** Rows alone that are wrong for this reason. */
  readonly reason?: RowErrorReason | undefined;
}

const noneWords: Readonly<Record<ExportChoice, () => string>> = {
  failed: m.cli_export_none_failed,
  invalid: m.cli_export_none_invalid,
  warnings: m.cli_export_none_warnings,
  unknown: m.cli_export_none_unknown,
  wrong: m.cli_export_none_wrong,
  all: m.cli_export_none_all,
};

/** `export J --rows R --out F`; `options` are of CSV. */
export function exportTo(job: string, rows: ExportChoice, out: string, { column, reason, locale, delimiter, forCorrecting }: ExportChosen): Command {
  return ({ output, stop }) =>
    withJob(job, async (file) => {
      const progress = showProgress(output, 'export');
      const told = (made: ExportProgress): void => progress.update(Math.round(exportShare(made) * 1_000), 1_000, made.step === 'look' ? m.cli_looked_through({ count: made.rows }) : m.cli_rows_written({ count: made.rows }));
      const options = { locale, delimiter, forCorrecting, filter: filterOf(file, column, reason), replace: false, signal: stop, onProgress: told };
      const written = await shownWork(progress, exportRows(file, rows, out, options), (made) => m.cli_rows_written({ count: made.rows }));
      if (written.rows === 0) say(output, noneWords[rows]());
      const warning = exportWarning(written);
      if (warning !== null) say(output, warning);
      if (forCorrecting === true && written.rows > 0) say(output, m.cli_export_correct({ command: ['correct', job, '--from', out].join(' ') }));
      result(output, { ...written, out }, () => m.cli_exported({ rows: m.units_rows({ count: written.rows }), out }));
      return exitCodes.ok;
    });
}

/** Fault usage for a column that is not there. */
function filterOf(file: JobFile, column: string | undefined, reason: RowErrorReason | undefined): RowFilter {
  if (column === undefined && reason === undefined) return {};
  const found = column === undefined ? null : columnFinder(jobColumns(file))(column);
  if (found?.ok === false) throw usageFault(found.problem);
  return { problem: { ...(found === null ? {} : { column: found.column.letter }), ...(reason === undefined ? {} : { reason }) } };
}
