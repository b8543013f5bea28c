import { m } from '#messages';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { guessesOf, openWords, type GuessName } from '#contract/guessWords.ts';
import type { JobStatus, ProblemGroup } from '#contract/job.ts';
import { inEnglish } from '#contract/language.ts';
import { consentPaths, consentWords, replacedFields, replacedWords } from '#contract/leftOutWords.ts';
import type { Recipe } from '#contract/recipe.ts';
import { noteSentence } from '#contract/sourceNotes.ts';
import { reasonSentence, toldOnce, type ToldError } from '#contract/rowErrors.ts';
import type { Guess } from '#contract/source.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { announceJob } from '#files/announcedJobs.ts';
import { sharedPlaceWarning } from '#files/sharedPlace.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { threadReader } from '#engine/jobs/prepare/readerThread.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { loadRecipe } from '#files/recipeFile.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result, say, stateLine, warningWords, type Output } from '../output.ts';
import { showProgress } from '../progress.ts';
import { withReading, type ReadingChoice } from '../readingOptions.ts';

export interface PrepareCommandOptions {
  readonly file: string;
  /** A recipe file; left out with `likeLast`. */
  readonly recipe?: string | undefined;
  /** By what is remembered of the list that the file is: by its name or id, or whichever it is. */
  readonly likeLast?: string | true | undefined;
  /** Renamed columns are taken as they are proposed. */
  readonly takeRenamed: boolean;
  readonly job: string;
  /** Earlier jobs whose accepted items are not sent again. */
  readonly skipUnchanged: readonly string[];
  /** How the source is to be read, before what the recipe says. */
  readonly reading: ReadingChoice;
}

interface OpenGuess {
  readonly name: GuessName;
  readonly guess: Guess<string> | Guess<number>;
}

const errorsShown = 10;
/** Fields and subscriptions that one cell is meant for, more than any list has. */
const errorsOfOne = 50;

/** `prepare FILE --recipe R --job J`: the counts and the first errors. */
export function prepare({ file, job, skipUnchanged, ...options }: PrepareCommandOptions): Command {
  return async ({ host, output, stop }) => {
    const { recipe: loaded, told: like } = await recipeOf(output, file, options);
    const shared = sharedPlaceWarning(resolve(job));
    if (shared !== null) say(output, shared);
    const open: OpenGuess[] = [];
    const progress = showProgress(output, 'reading');
    try {
      await prepareJob({
        source: file,
        recipe: loaded,
        job,
        jobId: randomUUID(),
        clock: systemClock,
        unchangedSince: skipUnchanged,
        reader: threadReader(host.reader),
        signal: stop,
        onReading: ({ csv, header }) => {
          for (const [name, guess] of guessesOf(csv, header)) if (guess.confidence === 'open') open.push({ name, guess });
        },
        onProgress: ({ rows, bytesRead, bytesTotal }) => progress.update(bytesRead, bytesTotal, m.units_rows({ count: rows })),
      }).then((status) => {
        progress.end(m.units_rows({ count: status.counts.read }));
        announceJob(job);
        for (const { name, guess } of open) say(output, openWords(name, guess));
        return withJob(job, (opened) => {
          const openGuesses = open.map(({ name, guess }) => ({ name, ...guess }));
          const { value, words } = outcomeOf(opened, status, loaded);
          result(output, { job, ...(like === null ? {} : { like }), ...value, openGuesses }, () => words);
        });
      });
    } finally {
      progress.end();
    }
    return exitCodes.ok;
  };
}

type RecipeOptions = Pick<PrepareCommandOptions, 'recipe' | 'likeLast' | 'takeRenamed' | 'reading'>;

async function recipeOf(output: Output, file: string, { recipe, likeLast, takeRenamed, reading }: RecipeOptions): Promise<{ readonly recipe: Recipe; readonly told: object | null }> {
  if ((recipe === undefined) === (likeLast === undefined)) throw usageFault(m.cli_like_one_way);
  if (recipe !== undefined) return { recipe: withReading(loadRecipe(recipe), reading), told: null };
  const { recipeLikeLast } = await import('../likeLast.ts');
  return recipeLikeLast(output, file, { reading, list: likeLast ?? true, takesRenamed: takeRenamed });
}

function outcomeOf({ problems: stored }: JobFile, { state, counts, countsAddUp, source, notes }: JobStatus, recipe: Recipe): { readonly value: object; readonly words: readonly string[] } {
  const errors = toldOnce(stored.firstErrors(errorsShown * errorsOfOne), { valuesShown: true }).slice(0, errorsShown);
  const leftOut = toldOnce([...stored.warnedRows().subarray(0, errorsShown)].flatMap((position) => stored.errorsAt(position)), { valuesShown: true }).slice(0, errorsShown);
  const problems = stored.groups();
  const warnings = (): readonly string[] => leftOutWarnings(recipe, problems);
  return {
    value: inEnglish(() => ({ state, counts, countsAddUp, source, notes, errors: errors.map(worded), leftOut: leftOut.map(worded), warnings: warnings(), problems })),
    words: [
      stateLine({ state, counts }),
      ...warningWords(counts),
      ...notes.map((note) => m.cli_note({ text: noteSentence(note, 'command') })),
      ...warnings().map((text) => m.cli_warning({ text })),
      ...listed(m.cli_first_errors(), errors.map(worded)),
      ...listed(m.cli_first_left_out(), leftOut.map(worded)),
    ],
  };
}

type WordedError = ToldError & { readonly message: string };

function worded(error: ToldError): WordedError {
  return { ...error, message: reasonSentence(error.reason, error.value) };
}

/** What values left out do to lists and to consent in the platform, where there are such. */
function leftOutWarnings(recipe: Recipe, problems: readonly ProblemGroup[]): readonly string[] {
  const isLeftOut = (name: string): boolean => problems.some(({ leftOut, field }) => leftOut === true && (field === name || field.startsWith(`${name}.`)));
  const fields = replacedFields(recipe).filter(isLeftOut);
  return [...(fields.length === 0 ? [] : [replacedWords(fields, 'command')]), ...(consentPaths(recipe).some(isLeftOut) ? [consentWords()] : [])];
}

function listed(title: string, errors: readonly WordedError[]): readonly string[] {
  return errors.length === 0 ? [] : [title, ...errors.map((error) => `  ${errorWords(error)}`)];
}

/** `row 7, column D "Email": "x" incorrect email`; an error of the whole row has neither column nor value. */
function errorWords({ row, column, header, value, message }: WordedError): string {
  const place = column === null ? m.cli_place_row({ row }) : header === null || header === '' ? m.cli_place_column({ row, column }) : m.cli_place_header({ row, column, header: inOneLine(header) });
  return value === '' ? m.cli_error({ place, message }) : m.cli_error_value({ place, value: inOneLine(value), message });
}

const inOneLine = (text: string): string => text.replace(/\s+/g, ' ');
