import { m } from '#messages';
import type { CsvReading, Guess, GuessReason } from './source.ts';

/** Words about how a file is read. */

/** What can be guessed of a file, by the members of a reading wish. */
export type GuessName = 'encoding' | 'delimiter' | 'quote' | 'headerRow';

const names: Readonly<Record<GuessName, () => string>> = { encoding: m.guesses_encoding, delimiter: m.guesses_delimiter, quote: m.guesses_quote, headerRow: m.guesses_header_row };

/** Each continues "Likely: …". */
export const guessReasons: Readonly<Record<GuessReason, () => string>> = {
  told: m.reading_told,
  mark: m.reading_mark,
  valid: m.reading_valid,
  'nearly-valid': m.reading_nearly_valid_told,
  letters: m.reading_letters,
  agreement: m.reading_agreement,
  single: m.reading_single,
  names: m.reading_names,
  values: m.reading_values_told,
  first: m.reading_first,
};

const confidences = { sure: m.guesses_sure, likely: m.guesses_likely, open: m.guesses_open } as const;

/** On the command line. */
const options: Readonly<Record<GuessName, string>> = { encoding: '--encoding', delimiter: '--delimiter', quote: '--quote', headerRow: '--header-row' };

/** A guess as one line: `encoding windows-1251 (likely: its letters make words of such a language)`. */
export function guessWords(name: GuessName, { value, confidence, reason }: Guess<string> | Guess<number>): string {
  return (reason === 'told' ? m.guesses_told : confidences[confidence])({ name: names[name](), value: guessedName(value), reason: guessReasons[reason]() });
}

/** What stands in words for a mark that nobody sees, and for no header. */
export function guessedName(value: string | number): string {
  if (value === 0) return 'none';
  return value === '\t' ? 'tab' : value === ' ' ? 'space' : String(value);
}

/** The guesses of a source by their names; those of a text file first. */
export function guessesOf(csv: CsvReading | null, header: Guess<number>): readonly (readonly [GuessName, Guess<string> | Guess<number>])[] {
  const ofText = csv === null ? [] : ([['encoding', csv.encoding], ['delimiter', csv.delimiter], ['quote', csv.quote]] as const);
  return [...ofText, ['headerRow', header]];
}

/** What to do about an open guess: the option that decides it. */
export function openWords(name: GuessName, guess: Guess<string> | Guess<number>): string {
  const others = guess.alternatives.map(({ value }) => guessedName(value)).filter((each) => each !== guessedName(guess.value));
  const told = { name: names[name](), value: guessedName(guess.value), option: options[name] };
  return others.length === 0 ? m.guesses_open_note(told) : m.guesses_open_note_others({ ...told, others: others.join(', ') });
}
