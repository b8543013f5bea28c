import type { Writable } from 'node:stream';
import { Command as Program, InvalidArgumentError, Option } from 'commander';
import { mostAskedAbove } from '#contract/connectionMark.ts';
import { exportChoices, exportDelimiters, exportLocales, type ExportChoice, type ExportDelimiter, type ExportLocale } from '#contract/exports.ts';
import { mostFound } from '#contract/found.ts';
import { usualRefusedPercent, wireFormats, type WireFormat } from '#contract/job.ts';
import { m } from '#messages';
import { languages } from '#contract/language.ts';
import { bytesAtMost, defaultChunkBytes, defaultChunkProfiles, profilesAtMost } from '#engine/jobs/run/plan.ts';
import type { databases, FieldsOptions } from './commands/discover.ts';
import type { EditOptions, UndoOptions } from './commands/correct.ts';
import type { CorrectOptions } from './commands/correctFrom.ts';
import type { DuplicatesOptions } from './commands/duplicates.ts';
import type { FindArguments } from './commands/find.ts';
import type { MendOptions, ProposalsChoice } from './commands/mend.ts';
import { mendForms } from '#contract/mendWords.ts';
import type { prepare } from './commands/prepare.ts';
import type { TemplateOptions } from './commands/template.ts';
import type { run } from './commands/run.ts';
import { each, refusedShare, whole } from './argumentValues.ts';
import { addQueueOptions } from './queue.ts';
import type { Command } from './context.ts';
import { printable } from '#contract/printable.ts';
import { rowErrorReasons, type RowErrorReason } from '#contract/rowErrors.ts';
import { faultsHelp } from './faultsHelp.ts';
import { addDoctor } from './doctorProgram.ts';
import { addNetworkOptions } from './network.ts';
import { of, type Add, type Choose } from './programParts.ts';
import { spokenProgram, usageWords } from './spokenProgram.ts';
import { addComparing } from './compareProgram.ts';
import { addReadingOptions, readingChoice, type ReadingChoice } from './readingOptions.ts';

const looking = () => import('./commands/look.ts');
const discovering = () => import('./commands/discover.ts');
const answering = () => import('./commands/answers.ts');
const correcting = () => import('./commands/correct.ts');
const finding = () => import('./commands/find.ts');
const mending = () => import('./commands/mend.ts');
const repairing = () => import('./commands/repair.ts');

/** Builds the command line; `chosen` is called with the command that the arguments name. Help and usage errors are written to `out` and `err`. */
export function buildProgram({ out, err }: { readonly out: Writable; readonly err: Writable }, chosen: (command: Command, json: boolean) => void): Program {
  const program = new Program('profile-importer').description(m.cli_help_program()).addOption(languageOption()).option('-V, --version', m.cli_help_version()).addHelpText('after', m.cli_help_end());
  spokenProgram(program).configureOutput({ writeOut: (text) => void out.write(text), writeErr: (text) => void err.write(text.split('\n').map(printable).join('\n')), outputError: (text, write) => write(usageWords(text)) });
  const command = (usage: string, description: string): Program =>
    program.command(usage).description(description).option('--json', m.cli_help_json()).addOption(languageOption()).option('--home <folder>', m.cli_help_home());
  const json = (options: { readonly json?: boolean }): boolean => options.json === true;
  addLooking(command, (made, options) => chosen(made, json(options)));
  addRunning(command, (made, options) => chosen(made, json(options)));
  addSimulating(command, (made, options) => chosen(made, json(options)));
  addComparing(command, (made, options) => chosen(made, json(options)));
  addDoctor(command, (made, options) => chosen(made, json(options)));
  addDiscovery(command, (made, options) => chosen(made, json(options)));
  addAnswers(command, (made, options) => chosen(made, json(options)));
  addCorrecting(command, (made, options) => chosen(made, json(options)));
  addMending(command, (made, options) => chosen(made, json(options)));
  addRemembered(command, (made, options) => chosen(made, json(options)));
  command('diagnose', m.diagnostics_help())
    .option('--out <file>', m.cli_help_file_to_make())
    .action((options: { readonly json?: boolean; readonly out?: string }) => chosen(Object.assign(of(() => import('./commands/diagnose.ts'), ({ diagnose }) => diagnose(options.out)), { always: true } as const), json(options)));
  return program;
}

/** Read before, so that the help is in it, too; here it is named, and what is none is refused. */
const languageOption = (): Option => new Option('--language <code>', m.cli_help_language()).choices(languages);

function addLooking(command: Add, choose: Choose): void {
  type Options = ReadingChoice & { readonly json?: boolean };
  addReadingOptions(command('inspect <file>', m.cli_help_inspect()))
    .action((file: string, options: Options) => choose(of(looking, ({ inspect }) => inspect({ file, ...readingChoice(options) })), options));
  addReadingOptions(command('rows <file>', m.cli_help_rows()))
    .action((file: string, options: Options) => choose(of(looking, ({ rows }) => rows({ file, ...readingChoice(options) })), options));
  addReadingOptions(command('values <file>', m.cli_help_values()))
    .requiredOption('--column <name>', m.cli_help_column())
    .option('--separator <text>', m.cli_help_separator())
    .option('--limit <n>', m.cli_help_values_limit(), whole(1, 100_000), 1_000)
    .action((file: string, options: Options & { readonly column: string; readonly separator?: string; readonly limit: number }) =>
      choose(of(looking, ({ values }) => values({ file, column: options.column, separator: options.separator, limit: options.limit, ...readingChoice(options) })), options),
    );
  command('practice', m.cli_help_practice())
    .option('--port <n>', m.cli_help_port(), whole(0, 65_535), 0)
    .option('--faults <json>', m.cli_help_faults())
    .option('--queue <amqp>', m.cli_help_practice_queue())
    .addHelpText('after', faultsHelp)
    .action((options: { readonly json?: boolean; readonly port: number; readonly faults?: string; readonly queue?: string }) =>
      choose(of(() => import('./commands/practice.ts'), ({ practice }) => practice(options.port, options.faults, options.queue)), options),
    );
}

function addRunning(command: Add, choose: Choose): void {
  addReadingOptions(command('prepare <file>', m.cli_help_prepare()))
    .option('--recipe <file>', m.cli_help_recipe())
    .option('--like-last [list]', m.cli_help_like_last())
    .option('--take-renamed', m.cli_help_take_renamed(), false)
    .requiredOption('--job <file>', m.cli_help_job_to_make())
    .option('--skip-unchanged <job>', m.cli_help_skip_unchanged(), (path: string, earlier: readonly string[]) => [...earlier, path], [])
    .action((file: string, options: Omit<Parameters<typeof prepare>[0], 'file' | 'reading'> & ReadingChoice & { readonly json?: boolean }) =>
      choose(Object.assign(of(() => import('./commands/prepare.ts'), ({ prepare }) => prepare({ file, ...options, reading: readingChoice(options) })), { making: options.job }), options),
    );
  command('pause <job>', m.cli_help_pause())
    .option('--wait <seconds>', m.cli_help_pause_wait(), whole(1, 3_600), 120)
    .action((job: string, options: { readonly json?: boolean; readonly wait: number }) => choose(of(() => import('./commands/pause.ts'), ({ pause }) => pause({ job, wait: options.wait })), options));
  addQueueOptions(addNetworkOptions(command('run <job>', m.cli_help_run())), m.queue_cli_help())
    .requiredOption('--url <url>', m.cli_help_url())
    .option('--token-file <file>', m.cli_help_token_file())
    .option('--no-token-in-body', m.cli_help_no_token_in_body())
    .addOption(new Option('--format <form>', m.cli_help_run_format({ usual: 'json' })).choices(wireFormats))
    .option('--streams <n>', m.cli_help_streams({ usual: '2' }), whole(1, 8))
    .option('--chunk-profiles <n>', m.cli_help_run_chunk_profiles({ usual: defaultChunkProfiles }), whole(1, profilesAtMost))
    .option('--chunk-bytes <n>', m.cli_help_run_chunk_bytes({ usual: defaultChunkBytes }), whole(10_000, bytesAtMost))
    .option('--pause-when-refused <share>', m.cli_help_pause_when_refused({ usual: `${usualRefusedPercent}%` }), refusedShare)
    .addOption(new Option('--trial [n]', m.cli_help_trial()).preset('10').argParser(whole(1, 10_000)))
    .option('--adopt', m.cli_help_adopt(), false)
    .option('--send-unchanged', m.cli_help_send_unchanged(), false)
    .option('--confirm <profiles>', m.cli_help_confirm(), whole(1, mostAskedAbove))
    .option('--timeout <seconds>', m.cli_help_timeout(), whole(1, 3_600), 120)
    .action((job: string, options: Omit<Parameters<typeof run>[0], 'job'> & { readonly json?: boolean }) => choose(of(() => import('./commands/run.ts'), ({ run }) => run({ job, ...options })), options));
}

function addSimulating(command: Add, choose: Choose): void {
  type Options = { readonly json?: boolean; readonly out: string; readonly chunkProfiles: number; readonly chunkBytes: number; readonly format: WireFormat };
  command('simulate <job>', m.cli_help_simulate())
    .requiredOption('--out <folder>', m.cli_help_folder_to_make())
    .addOption(new Option('--format <form>', m.cli_help_format()).choices(wireFormats).default('json'))
    .option('--chunk-profiles <n>', m.cli_help_chunk_profiles(), whole(1, profilesAtMost), defaultChunkProfiles)
    .option('--chunk-bytes <n>', m.cli_help_chunk_bytes(), whole(10_000, bytesAtMost), defaultChunkBytes)
    .action((job: string, options: Options) => choose(of(() => import('./commands/simulate.ts'), ({ simulate }) => simulate({ job, ...options })), options));
}

function addDiscovery(command: Add, choose: Choose): void {
  type Options = Parameters<typeof databases>[0] & { readonly json?: boolean };
  const id = whole(1, 2_147_483_647);
  const withToken = (program: Program): Program =>
    addNetworkOptions(program)
      .option('--token-file <file>', m.cli_help_token_file())
      .option('--no-token-in-body', m.cli_help_no_token_in_body());
  const withAccess = (program: Program): Program => withToken(program.requiredOption('--url <url>', m.cli_help_url()));
  withAccess(command('databases', m.cli_help_databases()))
    .option('--id <n>', m.cli_help_database_id(), id)
    .action((options: Options) => choose(of(discovering, ({ databases }) => databases(options)), options));
  withAccess(command('resources', m.cli_help_resources()))
    .option('--id <n>', m.cli_help_resource_id(), id)
    .action((options: Options) => choose(of(discovering, ({ resources }) => resources(options)), options));
  withToken(command('fields', m.cli_help_fields()))
    .option('--url <url>', m.cli_help_url())
    .option('--db <n>', m.cli_help_db(), id)
    .option('--resource <n>', m.cli_help_resource(), id)
    .option('--channel <code>', m.cli_help_channel())
    .option('--fields <file>', m.cli_help_fields_file())
    .option('--check <recipe>', m.cli_help_fields_check())
    .action((options: FieldsOptions & { readonly json?: boolean }) => choose(of(discovering, ({ fields }) => fields(options)), options));
  withToken(command('template <file>', m.cli_template_about()))
    .option('--url <url>', m.cli_help_url())
    .option('--db <n>', m.cli_help_db(), id)
    .option('--fields <file>', m.cli_help_fields_file())
    .option('--no-subscriptions', m.cli_template_no_subscriptions())
    .action((file: string, options: TemplateOptions & { readonly json?: boolean }) =>
      choose(of(() => import('./commands/template.ts'), ({ template }) => template(file, options)), options));
}

interface ExportArguments {
  readonly rows: ExportChoice;
  readonly out: string;
  readonly forCorrecting: boolean;
  readonly column?: string;
  readonly reason?: RowErrorReason;
  readonly locale: ExportLocale;
  readonly delimiter?: ExportDelimiter;
}

interface RetryArguments {
  readonly json?: boolean;
  readonly code: readonly number[];
  readonly row: readonly number[];
  readonly unknown: boolean;
  readonly withBroker: boolean;
  readonly sendAgain: boolean;
  readonly adopt: boolean;
}

function exportDelimiter(text: string): ExportDelimiter {
  const named: Readonly<Record<string, string>> = { comma: ',', semicolon: ';', tab: '\t', '\\t': '\t' };
  const mark = named[text.toLowerCase()] ?? text;
  const found = exportDelimiters.find((one) => one === mark);
  if (found === undefined) throw new InvalidArgumentError(m.cli_usage_column_mark());
  return found;
}

function addAnswers(command: Add, choose: Choose): void {
  type Json = { readonly json?: boolean };
  command('preview <job>', m.cli_help_preview())
    .option('--limit <n>', m.cli_help_how_many(), whole(1, 1_000_000), 10)
    .action((job: string, options: Json & { readonly limit: number }) => choose(of(answering, ({ preview }) => preview(job, options.limit)), options));
  command('check <job>', m.cli_help_check())
    .action((job: string, options: Json) => choose(of(repairing, ({ check }) => check(job)), options));
  command('repair <job>', m.cli_help_repair())
    .requiredOption('--out <job>', m.cli_help_job_to_make())
    .option('--source <file>', m.cli_help_repair_source())
    .action((job: string, options: Json & { readonly out: string; readonly source?: string }) => choose(Object.assign(of(repairing, ({ repair }) => repair({ job, ...options })), { making: options.out }), options));
  command('status <job>', m.cli_help_status()).action((job: string, options: Json) => choose(of(answering, ({ status }) => status(job)), options));
  command('failures <job>', m.cli_help_failures()).action((job: string, options: Json) => choose(of(answering, ({ failures }) => failures(job)), options));
  command('retry <job>', m.cli_help_retry())
    .option('--code <n>', m.cli_help_retry_code(), each, [])
    .option('--row <n>', m.cli_help_only_row(), each, [])
    .option('--unknown', m.cli_help_retry_unknown(), false)
    .option('--with-broker', m.broker_help_retry(), false)
    .option('--adopt', m.cli_help_adopt(), false)
    .option('--send-again', m.cli_help_retry_send_again(), false)
    .action((job: string, { code: codes, row: rows, unknown, withBroker, sendAgain, adopt, json }: RetryArguments) =>
      choose(of(answering, ({ retry }) => retry(job, { codes, rows, unknown, withBroker, sendAgain, adopt })), json === undefined ? {} : { json }),
    );
  command('handover <job> <to>', m.cli_help_handover())
    .option('--adopt', m.cli_help_adopt(), false)
    .action((job: string, to: string, options: Json & { readonly adopt: boolean }) => choose(of(() => import('./commands/handover.ts'), ({ handover }) => handover(job, to, options.adopt)), options));
  command('export <job>', m.cli_help_export())
    .addOption(new Option('--rows <which>', m.cli_help_export_rows()).choices(exportChoices).makeOptionMandatory())
    .requiredOption('--out <file>', m.cli_help_file_to_make())
    .option('--column <name>', m.cli_help_export_column())
    .addOption(new Option('--reason <reason>', m.cli_help_export_reason()).choices(rowErrorReasons))
    .option('--for-correcting', m.cli_help_for_correcting(), false)
    .addOption(new Option('--locale <language>', m.cli_help_export_locale()).choices(exportLocales).default('en'))
    .option('--delimiter <mark>', m.cli_help_export_delimiter(), exportDelimiter)
    .action((job: string, options: Json & ExportArguments) =>
      choose(of(() => import('./commands/export.ts'), ({ exportTo }) => exportTo(job, options.rows, options.out, options)), options),
    );
}

function addCorrecting(command: Add, choose: Choose): void {
  type Json = { readonly json?: boolean };
  command('edit <job>', m.cli_help_edit())
    .requiredOption('--row <n>', m.cli_help_row(), whole(1, 1_048_576))
    .requiredOption('--column <name>', m.cli_help_column())
    .requiredOption('--value <text>', m.cli_help_value())
    .option('--preview', m.cli_help_edit_preview(), false)
    .option('--send-again', m.cli_help_edit_send_again(), false)
    .option('--adopt', m.cli_help_adopt(), false)
    .action((job: string, options: Json & EditOptions) => choose(of(correcting, ({ edit }) => edit(job, options)), options));
  command('correct <job>', m.cli_help_correct())
    .requiredOption('--from <file>', m.cli_help_correct_from())
    .option('--preview', m.cli_help_correct_preview(), false)
    .option('--overwrite', m.cli_help_overwrite(), false)
    .option('--as-it-is', m.cli_help_as_it_is(), false)
    .option('--send-again', m.cli_help_send_again(), false)
    .option('--adopt', m.cli_help_adopt(), false)
    .action((job: string, options: Json & CorrectOptions) => choose(of(() => import('./commands/correctFrom.ts'), ({ correct }) => correct(job, options)), options));
  command('duplicates <job>', m.cli_help_duplicates())
    .option('--limit <n>', m.cli_help_groups_limit(), whole(1, 100_000), 20)
    .option('--offset <n>', m.cli_help_groups_offset(), whole(0, 10_000_000), 0)
    .option('--pick <row>', m.cli_help_pick(), whole(1, 1_048_576))
    .option('--fill', m.cli_help_fill(), false)
    .option('--key <key>', m.cli_help_key())
    .option('--preview', m.cli_help_duplicates_preview(), false)
    .option('--send-again', m.cli_help_duplicates_send_again(), false)
    .option('--adopt', m.cli_help_adopt(), false)
    .action((job: string, options: Json & DuplicatesOptions) => choose(of(() => import('./commands/duplicates.ts'), (module) => module.duplicates(job, options)), options));
  command('find <job> <text>', m.cli_help_find())
    .option('--column <name>', m.cli_help_find_column())
    .option('--limit <n>', m.cli_help_find_limit(), whole(1, mostFound), 100)
    .action((job: string, text: string, options: Json & FindArguments) => choose(of(finding, ({ find }) => find(job, text, options)), options));
  command('undo <job>', m.cli_help_undo())
    .option('--list', m.cli_help_undo_list(), false)
    .option('--redo', m.cli_help_redo(), false)
    .option('--preview', m.cli_help_undo_preview(), false)
    .option('--send-again', m.cli_help_undo_send_again(), false)
    .option('--adopt', m.cli_help_adopt(), false)
    .action((job: string, options: Json & UndoOptions) => choose(of(correcting, ({ undo }) => undo(job, options)), options));
}

function addMending(command: Add, choose: Choose): void {
  type Json = { readonly json?: boolean };
  command('mend <job>', m.cli_help_mend())
    .requiredOption('--column <name>', m.cli_help_column())
    .requiredOption('--do <mend>', m.cli_help_do({ forms: Object.values(mendForms).join(', '), map: 'map:{"OLD":"NEW"}', whole: '{"kind":"replace","find":"OLD","with":"NEW","whole":true}' }), (text: string, earlier: readonly string[]) => [...earlier, text], [])
    .option('--reason <reason>', m.cli_help_mend_reason())
    .option('--row <n>', m.cli_help_only_row(), each, [])
    .option('--state <state>', m.cli_help_mend_state())
    .option('--only-fixing', m.cli_help_only_fixing(), false)
    .option('--only-valid', m.cli_help_only_valid(), false)
    .option('--keep <recipe>', m.cli_help_keep())
    .option('--preview', m.cli_help_mend_preview(), false)
    .option('--send-again', m.cli_help_send_again(), false)
    .option('--adopt', m.cli_help_adopt(), false)
    .action((job: string, options: Json & MendOptions) => choose(of(mending, ({ mend }) => mend(job, options)), options));
  command('proposals <job>', m.cli_help_proposals())
    .option('--column <name>', m.cli_help_proposals_column())
    .option('--reason <reason>', m.cli_help_proposals_reason())
    .action((job: string, options: Json & ProposalsChoice) => choose(of(mending, ({ proposals }) => proposals(job, options)), options));
}

function addRemembered(command: Add, choose: Choose): void {
  type Options = { readonly json?: boolean; readonly lists: boolean };
  command('recipes [action] [name] [to]', m.cli_help_recipes())
    .option('--lists', m.cli_help_recipes_lists(), false)
    .action((action: string | undefined, name: string | undefined, to: string | undefined, options: Options) =>
      choose(of(() => import('./commands/recipes.ts'), ({ recipes }) => recipes({ action: action ?? 'list', name, to, lists: options.lists })), options),
    );
}
