import { m } from '#messages';
import { once } from 'node:events';
import { dateOrderNote, warningSentence } from '#contract/sentences.ts';
import { grouped } from '#contract/counted.ts';
import type { SheetRow } from '#contract/cells.ts';
import { guessedName, guessesOf, guessWords, openWords, type GuessName } from '#contract/guessWords.ts';
import type { Guess, InspectedColumn, SourceInspection } from '#contract/source.ts';
import { columnValues } from '#engine/jobs/prepare/columnValues.ts';
import { inspectSource } from '#engine/jobs/prepare/inspectSource.ts';
import { readingOptions } from '#engine/jobs/prepare/openTable.ts';
import { openSource } from '#engine/sheet/index.ts';
import type { Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { jsonText, result } from '../output.ts';
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
        kind !== 'cells' ? m.cli_sheet_no_cells({ name }) : visibility === 'visible' ? name : m.cli_sheet_hidden({ name }),
      );
      const columns = inspection.columns.map((column) => {
        if (column.own === true) return [`  ${column.letter.padEnd(3)} ${column.ref}: ${m.mapping_own_column()}`];
        const suggestion = column.suggestion === null ? '' : ` → ${column.suggestion.field} (${m.units_percent({ value: Math.round(column.suggestion.score * 100) })})`;
        return [`  ${column.letter.padEnd(3)} ${column.ref} [${column.guessedType}]${suggestion}: ${column.samples.join(' | ')}`, ...[...dateOrder(column), ...meaning(column)].map((line) => `      ${line}`)];
      });
      const { sheet, headerRow } = inspection;
      const header = headerRow === 0 ? m.cli_sheet_headless({ sheet }) : m.cli_sheet_header({ sheet, row: headerRow });
      const guesses = guessesOf(inspection.csv, inspection.header).flatMap(([name, guess]) => guessLines(name, guess));
      return [m.cli_sheets({ sheets: sheets.join(', ') }), header, ...guesses, ...warnings(inspection), ...columns.flat()];
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
  return [...[...damaged, ...others].map((warning) => warningSentence(warning, 'command')), ...open.map(([name, guess]) => openWords(name, guess))].map((text) => m.cli_warning({ text }));
}

/** A consent column, and the country that phones need. */
function meaning({ consent, phoneCountry }: InspectedColumn): readonly string[] {
  const agreed = consent === undefined ? [] : [m.cli_consent({ yes: consent.yes.join(', ') || m.cli_consent_none(), no: consent.no.join(', ') || m.cli_consent_none() })];
  return phoneCountry === undefined ? agreed : [...agreed, m.cli_phone_country({ right: phoneCountry.right, of: phoneCountry.of, country: `"country": "${phoneCountry.country}"` })];
}

/** A line of its own for dates in text that are not day first beyond doubt, as a recipe takes them without `order`. */
function dateOrder({ dateOrder: proof }: InspectedColumn): readonly string[] {
  const note = proof === undefined ? null : dateOrderNote(proof, 'dmy');
  if (note?.warn !== true) return [];
  return [proof?.verdict === 'proven' ? m.cli_date_order({ text: note.text }) : m.cli_date_order_rule({ text: note.text })];
}

/** `rows FILE`: one JSON line for each row with values, header included; from the header row on where one is given. */
export function rows({ file, sheet, headerRow, hidden, ...reading }: LookOptions): Command {
  return async ({ output, stop }) => {
    const source = await openSource(file, readingOptions(reading));
    try {
      for await (const batch of source.rows({ sheet, signal: stop })) {
        const isWanted = (row: SheetRow): boolean => (typeof headerRow !== 'number' || row.row >= headerRow) && !(hidden === 'skip' && row.hidden === true);
        const lines = batch.filter(isWanted).map((row) => `${jsonText(output, JSON.stringify(row))}\n`);
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
      const different = distinct === null ? m.cli_different_uncounted() : m.cli_different({ count: distinct });
      const words = { different, rows: m.units_rows({ count: read }), empty: grouped(empty), errors: grouped(errors) };
      return [...lines, more ? m.cli_values_more(words) : m.cli_values(words)];
    });
    return exitCodes.ok;
  };
}
