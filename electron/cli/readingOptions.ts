import { InvalidArgumentError, Option, type Command as Program } from 'commander';
import type { Recipe } from '#contract/recipe.ts';
import type { ReadingWish } from '#contract/source.ts';
import { encodingName, encodingNames } from '#engine/sheet/csv/encodingName.ts';

/** How a source is to be read, as the arguments say; the same members as in a recipe's `source`. */
export type ReadingChoice = { readonly [Name in keyof ReadingWish]?: ReadingWish[Name] };

/** Adds the options of every command that reads a source. */
export function addReadingOptions(program: Program): Program {
  return program
    .option('--sheet <name>', 'the sheet; the first visible one otherwise')
    .option('--header-row <n>', 'the header’s row, or none; found otherwise', headerRow)
    .option('--encoding <name>', 'CSV: the encoding, such as windows-1251; found otherwise', encoding)
    .option('--delimiter <mark>', 'CSV: what parts the fields, one character or tab; found otherwise', delimiter)
    .option('--quote <mark>', 'CSV: what fields are enclosed in, one character or none; found otherwise', quote)
    .addOption(new Option('--hidden <how>', 'what is hidden or filtered in the workbook: read like all else, or left out').choices(['include', 'skip']))
    .addOption(new Option('--locale <language>', 'the language in which Excel shows what follows the system').choices(['en', 'ru']));
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
  if (!/^\d+$/.test(text) || row < 1 || row > 1_048_576) throw new InvalidArgumentError('a whole number from 1 to 1048576, or none');
  return row;
}

function encoding(text: string): string {
  const name = encodingName(text);
  if (name === null) throw new InvalidArgumentError(`no encoding has that name; some of those known are ${encodingNames.join(', ')}`);
  return name;
}

const markNames: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t', comma: ',', semicolon: ';', pipe: '|', space: ' ' };

function delimiter(text: string): string {
  return oneCharacter(markNames[text.toLowerCase()] ?? text, 'one character of ASCII, such as ; or , or |, or the word tab');
}

function quote(text: string): string {
  const named: Readonly<Record<string, string>> = { none: 'none', double: '"', single: "'" };
  const mark = named[text.toLowerCase()] ?? text;
  return mark === 'none' ? mark : oneCharacter(mark, 'one character of ASCII, such as " or \', or the word none');
}

function oneCharacter(text: string, expected: string): string {
  if (!/^[\x01-\x09\x0b\x0c\x0e-\x7f]$/.test(text)) throw new InvalidArgumentError(expected);
  return text;
}
