import type { Writable } from 'node:stream';
import { Command as Program, InvalidArgumentError, Option } from 'commander';
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
import type { run } from './commands/run.ts';
import type { Command } from './context.ts';
import { printable } from '#contract/printable.ts';
import { rowErrorReasons, type RowErrorReason } from '#contract/rowErrors.ts';
import { addReadingOptions, readingChoice, type ReadingChoice } from './readingOptions.ts';

const help = `
Exit codes: 0 all accepted, 2 wrong usage, file or recipe, 3 finished with failed, invalid or unknown rows,
4 paused (token, rights, limit, server down, most rows refused), 130 interrupted and resumable, 1 an error inside the program, or a damaged job.
The token is read from --token-file or ALTCRAFT_TOKEN, never from the command line.`;

function whole(from: number, to: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < from || value > to) throw new InvalidArgumentError(`a whole number from ${from} to ${to}`);
    return value;
  };
}

function each(text: string, earlier: readonly number[]): readonly number[] {
  if (!/^-?\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number');
  return [...earlier, Number(text)];
}

/** "90%", "90" or "off". */
function refusedShare(text: string): number | 'off' {
  if (text.toLowerCase() === 'off') return 'off';
  const percent = /^(\d{1,3})\s*%?$/.exec(text.trim())?.[1];
  const value = Number(percent);
  if (percent === undefined || value < 1 || value > 100) throw new InvalidArgumentError('a share from 1% to 100%, or off');
  return value;
}

/** A command whose code is loaded when it is carried out: `status` needs neither the phone numbers of all countries nor HTTP. */
function of<Module>(load: () => Promise<Module>, make: (module: Module) => Command): Command {
  return async (context) => make(await load())(context);
}

const looking = () => import('./commands/look.ts');
const discovering = () => import('./commands/discover.ts');
const answering = () => import('./commands/answers.ts');
const correcting = () => import('./commands/correct.ts');
const finding = () => import('./commands/find.ts');
const mending = () => import('./commands/mend.ts');
const repairing = () => import('./commands/repair.ts');

const adoptWords = 'this file is to go on although it is a copy, a backup put back, or comes from another computer';

const asBefore = (usual: string): string => `; as in the job’s last run otherwise, in its first ${usual}`;

/** Builds the command line; `chosen` is called with the command that the arguments name. Help and usage errors are written to `out` and `err`. */
export function buildProgram({ out, err }: { readonly out: Writable; readonly err: Writable }, chosen: (command: Command, json: boolean) => void): Program {
  const program = new Program('profile-importer').description('Updates Altcraft profiles from Excel workbooks.').addOption(languageOption()).addHelpText('after', help)
    .configureOutput({ writeOut: (text) => void out.write(text), writeErr: (text) => void err.write(text.split('\n').map(printable).join('\n')) });
  const command = (usage: string, description: string): Program =>
    program.command(usage).description(description).option('--json', 'the result as JSON on standard output').addOption(languageOption());
  const json = (options: { readonly json?: boolean }): boolean => options.json === true;
  addLooking(command, (made, options) => chosen(made, json(options)));
  addRunning(command, (made, options) => chosen(made, json(options)));
  addSimulating(command, (made, options) => chosen(made, json(options)));
  addDiscovery(command, (made, options) => chosen(made, json(options)));
  addAnswers(command, (made, options) => chosen(made, json(options)));
  addCorrecting(command, (made, options) => chosen(made, json(options)));
  addMending(command, (made, options) => chosen(made, json(options)));
  return program;
}

/** Read before, so that the help is in it, too; here it is named, and what is none is refused. */
const languageOption = (): Option => new Option('--language <code>', 'the language of all words: that of the system otherwise').choices(languages);

type Add = (usage: string, description: string) => Program;
type Choose = (command: Command, options: { readonly json?: boolean }) => void;

function addLooking(command: Add, choose: Choose): void {
  type Options = ReadingChoice & { readonly json?: boolean };
  addReadingOptions(command('inspect <file>', 'sheets, how the file is read, columns with samples, types and suggested fields'))
    .action((file: string, options: Options) => choose(of(looking, ({ inspect }) => inspect({ file, ...readingChoice(options) })), options));
  addReadingOptions(command('rows <file>', 'one JSON line for each row with values'))
    .action((file: string, options: Options) => choose(of(looking, ({ rows }) => rows({ file, ...readingChoice(options) })), options));
  addReadingOptions(command('values <file>', 'the different values of a column in the whole sheet, with their counts'))
    .requiredOption('--column <name>', 'the column, by its header or @ and its letter')
    .option('--separator <text>', 'what parts the values inside one cell; a cell is one value otherwise')
    .option('--limit <n>', 'how many values at most', whole(1, 100_000), 1_000)
    .action((file: string, options: Options & { readonly column: string; readonly separator?: string; readonly limit: number }) =>
      choose(of(looking, ({ values }) => values({ file, column: options.column, separator: options.separator, limit: options.limit, ...readingChoice(options) })), options),
    );
  command('practice', 'a strict Altcraft server on this machine, for training and tests')
    .option('--port <n>', 'its port; a free one otherwise', whole(0, 65_535), 0)
    .option('--faults <json>', 'what goes wrong on purpose')
    .action((options: { readonly json?: boolean; readonly port: number; readonly faults?: string }) =>
      choose(of(() => import('./commands/practice.ts'), ({ practice }) => practice(options.port, options.faults)), options),
    );
}

function addRunning(command: Add, choose: Choose): void {
  addReadingOptions(command('prepare <file>', 'reads, checks and stores a source as a job; sends nothing'))
    .requiredOption('--recipe <file>', 'the recipe, a JSON file')
    .requiredOption('--job <file>', 'the job file to make')
    .option('--skip-unchanged <job>', 'leave out rows that this earlier job saw accepted just so (may be repeated)', (path: string, earlier: readonly string[]) => [...earlier, path], [])
    .action((file: string, options: Omit<Parameters<typeof prepare>[0], 'file' | 'reading'> & ReadingChoice & { readonly json?: boolean }) =>
      choose(Object.assign(of(() => import('./commands/prepare.ts'), ({ prepare }) => prepare({ file, ...options, reading: readingChoice(options) })), { making: options.job }), options),
    );
  command('run <job>', 'sends a job, or resumes it')
    .requiredOption('--url <url>', 'base address of the platform')
    .option('--token-file <file>', 'file that holds the API token; ALTCRAFT_TOKEN otherwise')
    .option('--no-token-in-body', 'send the token in the Authorization header only')
    .addOption(new Option('--format <form>', `what requests are written in${asBefore('json')}`).choices(wireFormats))
    .option('--streams <n>', `requests at the same time, at most${asBefore('2')}`, whole(1, 8))
    .option('--chunk-profiles <n>', `profiles a request at most${asBefore(String(defaultChunkProfiles))}`, whole(1, profilesAtMost))
    .option('--chunk-bytes <n>', `bytes a request at most${asBefore(String(defaultChunkBytes))}`, whole(10_000, bytesAtMost))
    .option('--pause-when-refused <share>', `pause when so much of at least 500 rows answered is refused, such as 90%; off: never for that reason${asBefore(`${usualRefusedPercent}%`)}`, refusedShare)
    .addOption(new Option('--trial [n]', 'send only the first so many rows that wait (10), then pause').preset('10').argParser(whole(1, 10_000)))
    .option('--adopt', adoptWords, false)
    .option('--timeout <seconds>', 'seconds for one request', whole(1, 3_600), 120)
    .action((job: string, options: Omit<Parameters<typeof run>[0], 'job'> & { readonly json?: boolean }) => choose(of(() => import('./commands/run.ts'), ({ run }) => run({ job, ...options })), options));
}

function addSimulating(command: Add, choose: Choose): void {
  type Options = { readonly json?: boolean; readonly out: string; readonly chunkProfiles: number; readonly chunkBytes: number; readonly format: WireFormat };
  command('simulate <job>', 'writes every request body and the chunk plan to a folder; sends nothing')
    .requiredOption('--out <folder>', 'the folder to make')
    .addOption(new Option('--format <form>', 'what requests are written in').choices(wireFormats).default('json'))
    .option('--chunk-profiles <n>', 'profiles a request at most', whole(1, profilesAtMost), defaultChunkProfiles)
    .option('--chunk-bytes <n>', 'bytes a request at most', whole(10_000, bytesAtMost), defaultChunkBytes)
    .action((job: string, options: Options) => choose(of(() => import('./commands/simulate.ts'), ({ simulate }) => simulate({ job, ...options })), options));
}

function addDiscovery(command: Add, choose: Choose): void {
  type Options = Parameters<typeof databases>[0] & { readonly json?: boolean };
  const id = whole(1, 2_147_483_647);
  const withToken = (program: Program): Program =>
    program
      .option('--token-file <file>', 'file that holds the API token; ALTCRAFT_TOKEN otherwise')
      .option('--no-token-in-body', 'send the token in the Authorization header only');
  const withAccess = (program: Program): Program => withToken(program.requiredOption('--url <url>', 'base address of the platform'));
  withAccess(command('databases', 'the databases this token sees'))
    .option('--id <n>', 'one of them, with its description', id)
    .action((options: Options) => choose(of(discovering, ({ databases }) => databases(options)), options));
  withAccess(command('resources', 'the resources this token sees'))
    .option('--id <n>', 'one of them, with its channels and databases', id)
    .action((options: Options) => choose(of(discovering, ({ resources }) => resources(options)), options));
  withToken(command('fields', 'the fields of a database, or of a resource’s subscriptions'))
    .option('--url <url>', 'base address of the platform')
    .option('--db <n>', 'id of the database', id)
    .option('--resource <n>', 'id of a resource, instead of a database', id)
    .option('--channel <code>', 'the resource’s channel, such as email')
    .option('--fields <file>', 'fields from a JSON file, where the platform does not tell them')
    .option('--check <recipe>', 'tell in what a recipe differs from the fields (code 2 where it does)')
    .action((options: FieldsOptions & { readonly json?: boolean }) => choose(of(discovering, ({ fields }) => fields(options)), options));
  withToken(command('template <file>', m.cli_template_about()))
    .option('--url <url>', 'base address of the platform')
    .option('--db <n>', 'id of the database', id)
    .option('--fields <file>', 'fields from a JSON file, where the platform does not tell them')
    .action((file: string, options: FieldsOptions & { readonly json?: boolean }) =>
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
  readonly sendAgain: boolean;
  readonly adopt: boolean;
}

function exportDelimiter(text: string): ExportDelimiter {
  const named: Readonly<Record<string, string>> = { comma: ',', semicolon: ';', tab: '\t', '\\t': '\t' };
  const mark = named[text.toLowerCase()] ?? text;
  const found = exportDelimiters.find((one) => one === mark);
  if (found === undefined) throw new InvalidArgumentError('comma, semicolon or tab');
  return found;
}

function addAnswers(command: Add, choose: Choose): void {
  type Json = { readonly json?: boolean };
  command('preview <job>', 'the items as they would be sent')
    .option('--limit <n>', 'how many', whole(1, 1_000_000), 10)
    .action((job: string, options: Json & { readonly limit: number }) => choose(of(answering, ({ preview }) => preview(job, options.limit)), options));
  command('check <job>', 'what of a job file is whole, and what a repair would save (code 1 where it is damaged)')
    .action((job: string, options: Json) => choose(of(repairing, ({ check }) => check(job)), options));
  command('repair <job>', 'saves all that can be proved of a damaged job to a new one')
    .requiredOption('--out <job>', 'the job file to make')
    .option('--source <file>', 'the workbook that the job was made from: what is lost is read from it again')
    .action((job: string, options: Json & { readonly out: string; readonly source?: string }) => choose(Object.assign(of(repairing, ({ repair }) => repair({ job, ...options })), { making: options.out }), options));
  command('status <job>', 'state and counts').action((job: string, options: Json) => choose(of(answering, ({ status }) => status(job)), options));
  command('failures <job>', 'refused rows, grouped by the platform’s words').action((job: string, options: Json) => choose(of(answering, ({ failures }) => failures(job)), options));
  command('retry <job>', 'marks failed rows for the next run')
    .option('--code <n>', 'only failures with this code (may be repeated)', each, [])
    .option('--row <n>', 'only this row of the sheet (may be repeated)', each, [])
    .option('--unknown', 'all rows whose outcome can no longer be asked for; they may be applied twice', false)
    .option('--adopt', adoptWords, false)
    .option('--send-again', 'with --row: also rows that were accepted, as they are', false)
    .action((job: string, { code: codes, row: rows, unknown, sendAgain, adopt, json }: RetryArguments) =>
      choose(of(answering, ({ retry }) => retry(job, { codes, rows, unknown, sendAgain, adopt })), json === undefined ? {} : { json }),
    );
  command('handover <job> <to>', 'gives the job to another file or folder, to be run from there; this one sends nothing any more')
    .option('--adopt', adoptWords, false)
    .action((job: string, to: string, options: Json & { readonly adopt: boolean }) => choose(of(() => import('./commands/handover.ts'), ({ handover }) => handover(job, to, options.adopt)), options));
  command('export <job>', 'rows to an .xlsx or .csv file')
    .addOption(new Option('--rows <which>', 'which rows').choices(exportChoices).makeOptionMandatory())
    .requiredOption('--out <file>', 'the file to make')
    .option('--column <name>', 'of these, rows alone with something wrong in this column')
    .addOption(new Option('--reason <reason>', 'of these, rows alone that are wrong for this reason, as “prepare” and “failures” tell it').choices(rowErrorReasons))
    .option('--for-correcting', 'a workbook to correct the rows in and take back with “correct”: wrong cells coloured, with the reason in a note', false)
    .addOption(new Option('--locale <language>', 'CSV: the language of the Excel it is for; with ru, columns by ; and decimals by ,').choices(exportLocales).default('en'))
    .option('--delimiter <mark>', 'CSV: what parts the columns: comma, semicolon or tab; by the language otherwise', exportDelimiter)
    .action((job: string, options: Json & ExportArguments) =>
      choose(of(() => import('./commands/export.ts'), ({ exportTo }) => exportTo(job, options.rows, options.out, options)), options),
    );
}

function addCorrecting(command: Add, choose: Choose): void {
  type Json = { readonly json?: boolean };
  command('edit <job>', 'corrects a cell inside the job; the workbook stays as it is')
    .requiredOption('--row <n>', 'the row of the sheet', whole(1, 1_048_576))
    .requiredOption('--column <name>', 'the column, by its header or @ and its letter')
    .requiredOption('--value <text>', 'what the cell is to hold; "" empties it')
    .option('--preview', 'tell what would come of its row, and change nothing', false)
    .option('--send-again', 'also a row that the platform has accepted, or one that gets the match key of such a row, to be sent after it', false)
    .option('--adopt', adoptWords, false)
    .action((job: string, options: Json & EditOptions) => choose(of(correcting, ({ edit }) => edit(job, options)), options));
  command('correct <job>', 'takes back a workbook that was exported for correcting')
    .requiredOption('--from <file>', 'the workbook, whatever its name is by now')
    .option('--preview', 'tell what was changed in it, cell by cell, and change nothing', false)
    .option('--overwrite', 'also cells that were corrected in the job since the workbook was exported', false)
    .option('--as-it-is', 'take it also where its cells look like those of other rows or columns; see it with --preview first', false)
    .option('--send-again', 'also rows that the platform has accepted, or that get the match key of such a row, to be sent after it', false)
    .option('--adopt', adoptWords, false)
    .action((job: string, options: Json & CorrectOptions) => choose(of(() => import('./commands/correctFrom.ts'), ({ correct }) => correct(job, options)), options));
  command('duplicates <job>', 'groups of rows with one match key, and which of them is sent; or picks another, or fills its empty cells')
    .option('--limit <n>', 'how many groups to tell', whole(1, 100_000), 20)
    .option('--offset <n>', 'pass over so many groups', whole(0, 10_000_000), 0)
    .option('--pick <row>', 'send this row of the sheet instead of the one with its match key', whole(1, 1_048_576))
    .option('--fill', 'fill empty cells of rows that are sent from their duplicates', false)
    .option('--key <key>', 'fill only those of this match key')
    .option('--preview', 'tell what --pick or --fill would do, and change nothing', false)
    .option('--send-again', 'also where a row of the match key was accepted, which is sent once more', false)
    .option('--adopt', adoptWords, false)
    .action((job: string, options: Json & DuplicatesOptions) => choose(of(() => import('./commands/duplicates.ts'), (module) => module.duplicates(job, options)), options));
  command('find <job> <text>', 'cells that show a text, whatever its letter case, with the corrections')
    .option('--column <name>', 'in this column alone, by its header or @ and its letter')
    .option('--limit <n>', 'how many to tell; all are counted', whole(1, mostFound), 100)
    .action((job: string, text: string, options: Json & FindArguments) => choose(of(finding, ({ find }) => find(job, text, options)), options));
  command('undo <job>', 'takes the newest corrections back, as a whole')
    .option('--list', 'tell which there are instead', false)
    .option('--redo', 'bring back what was undone last', false)
    .option('--send-again', 'also where a row is sent then after another one of its match key that was accepted', false)
    .option('--adopt', adoptWords, false)
    .action((job: string, options: Json & UndoOptions) => choose(of(correcting, ({ undo }) => undo(job, options)), options));
}

function addMending(command: Add, choose: Choose): void {
  type Json = { readonly json?: boolean };
  command('mend <job>', 'corrects the cells of a column alike, as one batch; the workbook stays as it is')
    .requiredOption('--column <name>', 'the column, by its header or @ and its letter')
    .requiredOption('--do <mend>', `what to do, one after another where given more than once: ${Object.values(mendForms).join(', ')}, or its JSON. “replace” takes OLD wherever it stands in a cell; only where it is the whole cell: map:{"OLD":"NEW"}, or {"kind":"replace","find":"OLD","with":"NEW","whole":true}`, (text: string, earlier: readonly string[]) => [...earlier, text], [])
    .option('--reason <reason>', 'only rows with this problem in the column, such as incorrect-email')
    .option('--row <n>', 'only this row of the sheet (may be repeated)', each, [])
    .option('--state <state>', 'only rows in this state, such as failed')
    .option('--only-fixing', 'only cells in which nothing is wrong any more by it', false)
    .option('--only-valid', 'only cells in which nothing is wrong as they stand', false)
    .option('--keep <recipe>', 'add it to this recipe file, by which the next file is mended while it is read')
    .option('--preview', 'tell what it would do, and change nothing', false)
    .option('--send-again', 'also rows that the platform has accepted, or that get the match key of such a row, to be sent after it', false)
    .option('--adopt', adoptWords, false)
    .action((job: string, options: Json & MendOptions) => choose(of(mending, ({ mend }) => mend(job, options)), options));
  command('proposals <job>', 'the mends that would put rows right, for every group of problems; nothing is changed')
    .option('--column <name>', 'only for this column, by its header or @ and its letter')
    .option('--reason <reason>', 'only for this problem, such as incorrect-email')
    .action((job: string, options: Json & ProposalsChoice) => choose(of(mending, ({ proposals }) => proposals(job, options)), options));
}
