import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { TemplateResources } from '#contract/subscriptionColumns.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { m } from '#messages';
import { writeTemplate } from '#engine/template/writeTemplate.ts';
import type { Command, CommandContext } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result } from '../output.ts';
import { readFields, readTemplateResources, type FieldsOptions } from './discover.ts';

export interface TemplateOptions extends FieldsOptions {
  /** With columns for the subscriptions of the database's resources; not of a file of fields, which knows none. */
  readonly subscriptions: boolean;
}

/** `template F --url U --db N`, or `--fields FILE`: a workbook to fill in, with a column for each field of the database. */
export function template(file: string, options: TemplateOptions): Command {
  return async (context) => {
    if (!/\.xlsx$/i.test(file)) throw usageFault(m.cli_template_ending);
    if (existsSync(file)) throw new Fault('output-exists', { name: basename(file) });
    const columns = await writeTemplate(await readFields(options, options.db, context), file, await subscriptionsOf(options, context));
    result(context.output, { file, columns }, () => m.template_written({ name: basename(file), count: columns }));
    return exitCodes.ok;
  };
}

async function subscriptionsOf(options: TemplateOptions, context: CommandContext): Promise<TemplateResources | null> {
  if (!options.subscriptions || options.fields !== undefined || options.db === undefined) return null;
  return readTemplateResources(options, options.db, context);
}
