import { once } from 'node:events';
import { dateOrderNote, warningSentence } from '#contract/sentences.ts';
import { counted, grouped } from '#contract/counted.ts';
import type { SheetRow } from '#contract/cells.ts';
import { guessedName, guessesOf, guessWords, openWords, type GuessName } from '#contract/guessWords.ts';
import type { Guess, InspectedColumn, SourceInspection } from '#contract/source.ts';
import { columnValues } from '#engine/jobs/prepare/columnValues.ts';
import { inspectSource } from '#engine/jobs/prepare/inspectSource.ts';
import { readingOptions } from '#engine/jobs/prepare/openTable.ts';
import { openSource } from '#engine/sheet/index.ts';
import type { Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result } from '../output.ts';
import { printableJson } from '#contract/printable.ts';
import type { ReadingChoice } from '../readingOptions.ts';

export interface LookOptions extends ReadingChoice {
  readonly file: string;
}

/** `inspect FILE`: sheets, header row, columns with samples, guessed types and suggested fields. */
export function inspect({ file, ...reading }: LookOptions): Command {
  return async ({ output }) => {
    const inspection = await inspectSource(file, reading);
    result(output, inspection, () => {
      const sheets = inspection.sheets.map(({ name, visibility, kind }) =>
        kind === 'cells' ? `${name}${visibility === 'visible' ? '' : ' (hidden)'}` : `${name} (no cells)`,
      );
      const columns = inspection.columns.map((column) => {
        const suggestion = column.suggestion === null ? '' : ` → ${column.suggestion.field} (${Math.round(column.suggestion.score * 100)} %)`;
        return [`  ${column.letter.padEnd(3)} ${column.ref} [${column.guessedType}]${suggestion}: ${column.samples.join(' | ')}`, ...[...dateOrder(column), ...meaning(column)].map((line) => `      ${line}`)];
      });
      const header = inspection.headerRow === 0 ? 'without a header' : `header in row ${inspection.headerRow}`;
      const guesses = guessesOf(inspection.csv, inspection.header).flatMap(([name, guess]) => guessLines(name, guess));
      return [`sheets: ${sheets.join(', ')}`, `sheet ${inspection.sheet}, ${header}`, ...guesses, ...warnings(inspection), ...columns.flat()];
    });
    return exitCodes.ok;
  };
}

/** A guess in words; where it is not sure, what it could be side by side, with cells as each would read them. */
function guessLines(name: GuessName, guess: Guess<string> | Guess<number>): readonly string[] {
  const others = guess.confidence === 'sure' || guess.alternatives.length < 2 ? [] : guess.alternatives;
  const width = Math.max(0, ...others.map(({ value }) => guessedName(value).length));
  return [guessWords(name, guess), ...others.map(({ value, samples }) => `    ${guessedName(value).padEnd(width)}  ${samples.map(inOneRow).join(' | ')}`)];
}

function inOneRow(text: string): string {
  return text.replace(/[\s\0-\x1f\x7f]+/g, ' ');
}

/** What is to be known of the file before it is prepared, and what stays open about how it is read. */
function warnings({ csv, header, warnings: found }: SourceInspection): readonly string[] {
  const open = guessesOf(csv, header).filter(([, { confidence }]) => confidence === 'open');
  // Of a text file more is looked at than the first rows.
  const damaged = csv === null || csv.damaged.cells === 0 ? [] : [{ kind: 'cells-damaged', ...csv.damaged } as const];
  const others = damaged.length === 0 ? found : found.filter(({ kind }) => kind !== 'cells-damaged');
  return [...[...damaged, ...others].map((warning) => warningSentence(warning, 'command')), ...open.map(([name, guess]) => openWords(name, guess))].map((text) => `warning: ${text}`);
}

/** A consent column, and the country that phones need. */
function meaning({ consent, phoneCountry }: InspectedColumn): readonly string[] {
  const agreed = consent === undefined ? [] : [`consent: yes is ${consent.yes.join(', ') || 'not there'}, no is ${consent.no.join(', ') || 'not there'}; fit to be the status of a subscription by a value map`];
  return phoneCountry === undefined ? agreed : [...agreed, `phones without +: ${phoneCountry.right} of ${phoneCountry.of} are right with "country": "${phoneCountry.country}"`];
}

/** A line of its own for dates in text that are not day first beyond doubt, as a recipe takes them without `order`. */
function dateOrder({ dateOrder: proof }: InspectedColumn): readonly string[] {
  const note = proof === undefined ? null : dateOrderNote(proof, 'dmy');
  if (note?.warn !== true) return [];
  return [`order of dates: ${note.text}${proof?.verdict === 'proven' ? '' : ' The recipe’s rule says it by "order".'}`];
}

/** `rows FILE`: one JSON line for each row with values, header included; from the header row on where one is given. */
export function rows({ file, sheet, headerRow, hidden, ...reading }: LookOptions): Command {
  return async ({ output, stop }) => {
    const source = await openSource(file, readingOptions(reading));
    try {
      for await (const batch of source.rows({ sheet, signal: stop })) {
        const isWanted = (row: SheetRow): boolean => (typeof headerRow !== 'number' || row.row >= headerRow) && !(hidden === 'skip' && row.hidden === true);
        const lines = batch.filter(isWanted).map((row) => `${printableJson(JSON.stringify(row))}\n`);
        if (output.out.destroyed) break;
        if (!output.out.write(lines.join(''))) await Promise.race([once(output.out, 'drain'), once(output.out, 'close')]);
      }
    } finally {
      await source.close();
    }
    return exitCodes.ok;
  };
}

export interface ValuesOptions extends LookOptions {
  readonly column: string;
  readonly separator?: string | undefined;
  readonly limit: number;
}

/** `values FILE --column C`: the different values of a column in the whole sheet, with how often each occurs. */
export function values({ file, ...options }: ValuesOptions): Command {
  return async ({ output, stop }) => {
    const found = await columnValues(file, { ...options, signal: stop });
    result(output, found, () => {
      const { rows: read, empty, errors, distinct, more } = found;
      const width = String(found.values[0]?.count ?? 0).length;
      const lines = found.values.map(({ value, count }) => `${String(count).padStart(width)}  ${value.replace(/\s+/g, ' ')}`);
      const different = distinct === null ? 'more different values than can be counted' : counted(distinct, 'different value');
      const shown = more ? `; the most frequent of those counted are shown` : '';
      return [...lines, `${different} in ${counted(read, 'row')}, ${grouped(empty)} empty, ${grouped(errors)} with an error${shown}`];
    });
    return exitCodes.ok;
  };
}
