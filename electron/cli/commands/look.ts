import { once } from 'node:events';
import { dateOrderNote } from '#contract/sentences.ts';
import type { InspectedColumn } from '#contract/source.ts';
import { columnValues } from '#engine/jobs/prepare/columnValues.ts';
import { inspectSource } from '#engine/jobs/prepare/inspectSource.ts';
import { openSource } from '#engine/sheet/index.ts';
import type { Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { result } from '../output.ts';

export interface LookOptions {
  readonly file: string;
  readonly sheet?: string | undefined;
  readonly headerRow?: number | undefined;
}

/** `inspect FILE`: sheets, header row, columns with samples, guessed types and suggested fields. */
export function inspect({ file, sheet, headerRow }: LookOptions): Command {
  return async ({ output }) => {
    const inspection = await inspectSource(file, { sheet, headerRow });
    result(output, inspection, () => {
      const sheets = inspection.sheets.map(({ name, visibility, kind }) =>
        kind === 'cells' ? `${name}${visibility === 'visible' ? '' : ' (hidden)'}` : `${name} (no cells)`,
      );
      const columns = inspection.columns.map((column) => {
        const suggestion = column.suggestion === null ? '' : ` → ${column.suggestion.field} (${Math.round(column.suggestion.score * 100)} %)`;
        return `  ${column.letter.padEnd(3)} ${column.ref} [${column.guessedType}]${suggestion}: ${column.samples.join(' | ')}${dateOrder(column)}${meaning(column)}`;
      });
      return [`sheets: ${sheets.join(', ')}`, `sheet ${inspection.sheet}, header in row ${inspection.headerRow}`, ...columns].join('\n');
    });
    return exitCodes.ok;
  };
}

/** A line of its own for dates in text that are not day first beyond doubt, as a recipe takes them without `order`. */
/** A consent column, and the country that phones need. */
function meaning({ consent, phoneCountry }: InspectedColumn): string {
  const agreed = consent === undefined ? '' : `\n      consent: yes is ${consent.yes.join(', ') || 'not there'}, no is ${consent.no.join(', ') || 'not there'}; fit to be the status of a subscription by a value map`;
  return phoneCountry === undefined ? agreed : `${agreed}\n      phones without +: ${phoneCountry.right} of ${phoneCountry.of} are right with "country": "${phoneCountry.country}"`;
}

function dateOrder({ dateOrder: proof }: InspectedColumn): string {
  const note = proof === undefined ? null : dateOrderNote(proof, 'dmy');
  return note?.warn === true ? `\n      order of dates: ${note.text}` : '';
}

/** `rows FILE`: one JSON line for each row with values, header included; from the header row on where one is given. */
export function rows({ file, sheet, headerRow }: LookOptions): Command {
  return async ({ output, stop }) => {
    const source = await openSource(file);
    try {
      for await (const batch of source.rows({ sheet, signal: stop })) {
        const lines = batch.filter(({ row }) => headerRow === undefined || row >= headerRow).map((row) => `${JSON.stringify(row)}\n`);
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
      const different = distinct === null ? 'more different values than can be counted' : `${distinct} different values`;
      const shown = more ? `; the ${found.values.length} most frequent of those counted are shown` : '';
      return [...lines, `${different} in ${read} rows, ${empty} empty, ${errors} with an error${shown}`].join('\n');
    });
    return exitCodes.ok;
  };
}
