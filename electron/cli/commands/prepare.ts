import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { guessesOf, openWords, type GuessName } from '#contract/guessWords.ts';
import type { JobStatus, ProblemGroup } from '#contract/job.ts';
import { consentPaths, consentWords, replacedFields, replacedWords } from '#contract/leftOutWords.ts';
import type { Recipe } from '#contract/recipe.ts';
import { noteSentence } from '#contract/sourceNotes.ts';
import { counted } from '#contract/counted.ts';
import { reasonSentence, type RowError } from '#contract/rowErrors.ts';
import type { Guess } from '#contract/source.ts';
import { sharedPlaceWarning } from '#files/sharedPlace.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { threadReader } from '#engine/jobs/prepare/readerThread.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { loadRecipe } from '#files/recipeFile.ts';
import { withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { countWords, result, say, warningWords } from '../output.ts';
import { showProgress } from '../progress.ts';
import { readerEntry } from '../readerEntry.ts';
import { withReading, type ReadingChoice } from '../readingOptions.ts';

export interface PrepareCommandOptions {
  readonly file: string;
  readonly recipe: string;
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

/** `prepare FILE --recipe R --job J`: the counts and the first errors. */
export function prepare({ file, recipe, job, skipUnchanged, reading }: PrepareCommandOptions): Command {
  return async ({ output, stop }) => {
    const loaded = withReading(loadRecipe(recipe), reading);
    const shared = sharedPlaceWarning(resolve(job));
    if (shared !== null) say(output, shared);
    const open: OpenGuess[] = [];
    const progress = showProgress(output, 'reading', 'bytes');
    try {
      await prepareJob({
        source: file,
        recipe: loaded,
        job,
        jobId: randomUUID(),
        clock: systemClock,
        unchangedSince: skipUnchanged,
        reader: threadReader(readerEntry),
        signal: stop,
        onReading: ({ csv, header }) => {
          for (const [name, guess] of guessesOf(csv, header)) if (guess.confidence === 'open') open.push({ name, guess });
        },
        onProgress: ({ rows, bytesRead, bytesTotal }) => progress.update(bytesRead, bytesTotal, counted(rows, 'row')),
      }).then((status) => {
        progress.end();
        for (const { name, guess } of open) say(output, openWords(name, guess));
        return withJob(job, (opened) => {
          const openGuesses = open.map(({ name, guess }) => ({ name, ...guess }));
          const { value, words } = outcomeOf(opened, status, loaded);
          result(output, { job, ...value, openGuesses }, () => words);
        });
      });
    } finally {
      progress.end();
    }
    return exitCodes.ok;
  };
}

function outcomeOf({ problems: stored }: JobFile, { state, counts, countsAddUp, source, notes }: JobStatus, recipe: Recipe): { readonly value: object; readonly words: readonly string[] } {
  const errors = stored.firstErrors(errorsShown).map(toldError);
  const leftOut = [...stored.warnedRows().subarray(0, errorsShown)].flatMap((position) => stored.errorsAt(position)).slice(0, errorsShown).map(toldError);
  const problems = stored.groups();
  const warnings = leftOutWarnings(recipe, problems);
  return {
    value: { state, counts, countsAddUp, source, notes, errors, leftOut, warnings, problems },
    words: [
      `${state}: ${countWords(counts)}`,
      ...warningWords(counts),
      ...notes.map((note) => `note: ${noteSentence(note, 'command')}`),
      ...warnings.map((warning) => `warning: ${warning}`),
      ...listed('first errors:', errors),
      ...listed('first values left out:', leftOut),
    ],
  };
}

type ToldError = RowError & { readonly message: string };

function toldError(error: RowError): ToldError {
  return { ...error, message: reasonSentence(error.reason, error.value) };
}

/** What values left out do to lists and to consent in the platform, where there are such. */
function leftOutWarnings(recipe: Recipe, problems: readonly ProblemGroup[]): readonly string[] {
  const isLeftOut = (name: string): boolean => problems.some(({ leftOut, field }) => leftOut === true && (field === name || field.startsWith(`${name}.`)));
  const fields = replacedFields(recipe).filter(isLeftOut);
  return [...(fields.length === 0 ? [] : [replacedWords(fields, 'command')]), ...(consentPaths(recipe).some(isLeftOut) ? [consentWords()] : [])];
}

function listed(title: string, errors: readonly ToldError[]): readonly string[] {
  return errors.length === 0 ? [] : [title, ...errors.map((error) => `  ${errorWords(error)}`)];
}

/** `row 7, column D "Email": "x" incorrect email`; an error of the whole row has neither column nor value. */
function errorWords({ row, column, header, value, message }: ToldError): string {
  const name = header === null || header === '' ? '' : ` ${JSON.stringify(header)}`;
  return `row ${row}${column === null ? '' : `, column ${column}${name}`}: ${value === '' ? '' : `${JSON.stringify(value)} `}${message}`;
}
