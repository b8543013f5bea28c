import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { guessesOf, openWords, type GuessName } from '#contract/guessWords.ts';
import { noteSentence } from '#contract/sourceNotes.ts';
import { counted } from '#contract/counted.ts';
import { reasonSentence, type RowError } from '#contract/rowErrors.ts';
import type { Guess } from '#contract/source.ts';
import { sharedPlaceWarning } from '#files/sharedPlace.ts';
import { prepareJob } from '#engine/jobs/prepare/prepareJob.ts';
import { threadReader } from '#engine/jobs/prepare/readerThread.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { loadRecipe, withJob, type Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { countWords, result, say } from '../output.ts';
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
          const errors = opened.problems.firstErrors(errorsShown).map((error) => ({ ...error, message: reasonSentence(error.reason, error.value) }));
          const { state, counts, countsAddUp, source, notes } = status;
          result(output, { job, state, counts, countsAddUp, source, notes, errors, problems: opened.problems.groups(), openGuesses: open.map(({ name, guess }) => ({ name, ...guess })) }, () => {
            const lines = errors.map((error) => `  ${errorWords(error)}`);
            return [`${state}: ${countWords(counts)}`, ...notes.map((note) => `note: ${noteSentence(note, 'command')}`), ...(lines.length > 0 ? ['first errors:', ...lines] : [])];
          });
        });
      });
    } finally {
      progress.end();
    }
    return exitCodes.ok;
  };
}

/** `row 7, column D "Email": "x" incorrect email`; an error of the whole row has neither column nor value. */
function errorWords({ row, column, header, value, message }: RowError & { readonly message: string }): string {
  const name = header === null || header === '' ? '' : ` ${JSON.stringify(header)}`;
  return `row ${row}${column === null ? '' : `, column ${column}${name}`}: ${value === '' ? '' : `${JSON.stringify(value)} `}${message}`;
}
