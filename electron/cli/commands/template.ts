import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { m } from '#messages';
import { writeTemplate } from '#engine/template/writeTemplate.ts';
import type { Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result } from '../output.ts';
import { readFields, type FieldsOptions } from './discover.ts';

/** `template F --url U --db N`, or `--fields FILE`: a workbook to fill in, with a column for each field of the database. */
export function template(file: string, options: FieldsOptions): Command {
  return async (context) => {
    if (!/\.xlsx$/i.test(file)) throw usageFault(m.cli_template_ending);
    if (existsSync(file)) throw new Fault('output-exists', { name: basename(file) });
    const columns = await writeTemplate(await readFields(options, options.db, context), file);
    result(context.output, { file, columns }, () => m.template_written({ name: basename(file), count: columns }));
    return exitCodes.ok;
  };
}
