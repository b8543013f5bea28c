import { m } from '#messages';
import { InvalidArgumentError, Option, type Command as Program } from 'commander';
import type { Recipe } from '#contract/recipe.ts';
import type { ReadingWish } from '#contract/source.ts';
import { encodingName, encodingNames } from '#engine/sheet/csv/encodingName.ts';

/** How a source is to be read, as the arguments say; the same members as in a recipe's `source`. */
export type ReadingChoice = { readonly [Name in keyof ReadingWish]?: ReadingWish[Name] };

/** Adds the options of every command that reads a source. */
export function addReadingOptions(program: Program): Program {
  return program
    .option('--sheet <name>', m.cli_help_sheet())
    .option('--header-row <n>', m.cli_help_header_row(), headerRow)
    .option('--encoding <name>', m.cli_help_encoding(), encoding)
    .option('--delimiter <mark>', m.cli_help_field_mark(), delimiter)
    .option('--quote <mark>', m.cli_help_quote(), quote)
    .addOption(new Option('--hidden <how>', m.cli_help_hidden()).choices(['include', 'skip']))
    .addOption(new Option('--locale <language>', m.cli_help_reading_locale()).choices(['en', 'ru']));
}

/** The choices among a command's options; what was not chosen is left out, so that it hides nothing of a recipe's. */
export function readingChoice({ sheet, headerRow, encoding, delimiter, quote, hidden, locale }: ReadingChoice): ReadingChoice {
  return Object.fromEntries(Object.entries({ sheet, headerRow, encoding, delimiter, quote, hidden, locale }).filter(([, value]) => value !== undefined));
}

/** The recipe as it holds for a source that is read so; kept in the job, so that it is read the same way again. */
export function withReading(recipe: Recipe, choice: ReadingChoice): Recipe {
  const chosen = Object.keys(choice);
  if (chosen.length === 0) return recipe;
  const isOfVersion1 = chosen.every((name) => name === 'sheet' || (name === 'headerRow' && choice.headerRow !== 'none'));
  return { ...recipe, version: isOfVersion1 ? recipe.version : 2, source: { ...recipe.source, ...choice } };
}

function headerRow(text: string): number | 'none' {
  if (text === 'none') return text;
  const row = Number(text);
  if (!/^\d+$/.test(text) || row < 1 || row > 1_048_576) throw new InvalidArgumentError(m.cli_usage_whole_or_none({ from: 1, to: 1_048_576 }));
  return row;
}

function encoding(text: string): string {
  const name = encodingName(text);
  if (name === null) throw new InvalidArgumentError(m.cli_usage_encoding({ names: encodingNames.join(', ') }));
  return name;
}

const markNames: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t', comma: ',', semicolon: ';', pipe: '|', space: ' ' };

function delimiter(text: string): string {
  return oneCharacter(markNames[text.toLowerCase()] ?? text, m.cli_usage_field_mark());
}

function quote(text: string): string {
  const named: Readonly<Record<string, string>> = { none: 'none', double: '"', single: "'" };
  const mark = named[text.toLowerCase()] ?? text;
  return mark === 'none' ? mark : oneCharacter(mark, m.cli_usage_quote());
}

function oneCharacter(text: string, expected: string): string {
  if (!/^[\x01-\x09\x0b\x0c\x0e-\x7f]$/.test(text)) throw new InvalidArgumentError(expected);
  return text;
}
