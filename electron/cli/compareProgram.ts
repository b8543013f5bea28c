import { largestSample, usualSample } from '#contract/comparison.ts';
import { m } from '#messages';
import type { compare } from './commands/compare.ts';
import { whole } from './argumentValues.ts';
import { addNetworkOptions } from './network.ts';
import { of, type Add, type Choose } from './programParts.ts';

/** Profiles as they are now. */
export function addComparing(command: Add, choose: Choose): void {
  addNetworkOptions(command('compare <job>', m.cli_help_compare()))
    .requiredOption('--url <url>', m.cli_help_url())
    .option('--token-file <file>', m.cli_help_token_file())
    .option('--no-token-in-body', m.cli_help_no_token_in_body())
    .option('--sample <n>', m.cli_help_sample(), whole(1, largestSample), usualSample)
    .option('--keep', m.cli_help_keep(), false)
    .action((job: string, options: Omit<Parameters<typeof compare>[0], 'job'> & { readonly json?: boolean }) => choose(of(() => import('./commands/compare.ts'), ({ compare }) => compare({ job, ...options })), options));
  command('undo-workbook <job>', m.cli_help_undo_workbook())
    .requiredOption('--out <folder>', m.cli_help_folder_to_make())
    .action((job: string, options: { readonly json?: boolean; readonly out: string }) => choose(of(() => import('./commands/undoWorkbook.ts'), ({ undoWorkbook }) => undoWorkbook(job, options.out)), options));
}
