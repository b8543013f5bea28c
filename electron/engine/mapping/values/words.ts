import { foldedValue, subscriptionStatuses } from '#contract/recipe/terms.ts';
import { excelNumber, Refusal, withoutHidden, type Reader, type Reading } from './reader.ts';
import { textReader } from './text.ts';

/** Values that are one of a few words. */

/** A reader that looks a word up without regard to case; whole numbers in number cells are looked up by their digits. */
function wordReader(words: ReadonlyMap<string, string | null>, refusal: Refusal): Reader<string> {
  const find = (word: string): Reading<string> => {
    const found = words.get(word);
    return found === undefined ? refusal : found;
  };
  return {
    text: (text) => find(foldedValue(text)),
    number: ({ v }) => find(String(excelNumber(v))),
    bool: () => refusal,
    date: () => refusal,
  };
}

const booleans: ReadonlyMap<string, string> = new Map([
  ...['yes', 'true', '1', 'y', 'да', 'истина'].map((word) => [word, 'true'] as const),
  ...['no', 'false', '0', 'n', 'нет', 'ложь'].map((word) => [word, 'false'] as const),
]);

/** JSON true or false. The recipe's own words come before the usual ones. Refusal: not-boolean. */
export function boolReader(yes: readonly string[] = [], no: readonly string[] = []): Reader<string> {
  const own = [...yes.map((word) => [foldedValue(word), 'true'] as const), ...no.map((word) => [foldedValue(word), 'false'] as const)];
  return {
    ...wordReader(own.length === 0 ? booleans : new Map([...booleans, ...own]), new Refusal('not-boolean')),
    bool: (value) => (value ? 'true' : 'false'),
  };
}

/** The platform's spelling list (manual, List of gender identifications 9405775), which also gives 1 male and 2 female. */
const genders: ReadonlyMap<string, string> = new Map([
  ...['male', '1', 'masculine', 'm', 'man', '♂', 'м', 'муж', 'мужск', 'мужской', 'мужчина'].map((word) => [word, 'male'] as const),
  ...['female', '2', 'fem', 'feminine', 'f', 'woman', 'w', '♀', 'ж', 'жен', 'женск', 'женский', 'женщина'].map((word) => [word, 'female'] as const),
]);

const genderWords = wordReader(genders, new Refusal('unknown-gender'));

/**
 * `male` or `female`, the only writing that the manual's pages do not contradict one another about (0 and 1 are
 * male there in one place and nothing in another). A full stop of abbreviation ("муж.") is passed over. Refusal:
 * unknown-gender.
 */
export const genderReader: Reader<string> = { ...genderWords, text: (text) => genderWords.text(withoutHidden(text).replace(/\.$/, '')) };

/** Whether a text is one of the platform's spellings of a gender. */
export function isGenderWord(text: string): boolean {
  return genders.has(foldedValue(text).replace(/\.$/, ''));
}

/** Whether a text says yes or no in a word; 1 and 0 are not counted, as they are numbers first. */
export function isBooleanWord(text: string): boolean {
  return booleans.has(foldedValue(text)) && !/^[01]$/.test(foldedValue(text));
}

const statuses: ReadonlyMap<string, string | null> = new Map<string, string | null>([
  ...subscriptionStatuses.map((word) => [word, word] as const),
  // The manual's "leave as it is" (update_batch page); the same as not sending the member.
  ['-1', null],
]);

/** The platform's numbers of statuses, for a recipe that says them itself. */
export const statusCodes: ReadonlyMap<string, string> = new Map(subscriptionStatuses.map((word, index) => [String(index), word]));

const unknownStatus = new Refusal('unknown-status');
const statusDigit = new Refusal('status-digit');

/** In a column of consent 1 is yes; to the platform 0 is subscribed and 1 is not: a digit in a cell says nothing certain. */
function statusWordReader(words: ReadonlyMap<string, string | null>): Reader<string> {
  const reader = wordReader(words, unknownStatus);
  const undigited = (word: string, reading: Reading<string>): Reading<string> => (statusCodes.has(word) ? statusDigit : reading);
  return { ...reader, text: (text) => undigited(foldedValue(text), reader.text(text)), number: (cell) => undigited(String(excelNumber(cell.v)), reader.number(cell)) };
}

/** The word of a subscription status; -1 leaves it out. Refusals: unknown-status, status-digit. */
export const statusReader: Reader<string> = statusWordReader(statuses);

const numbers: ReadonlyMap<string, string> = new Map(subscriptionStatuses.map((word, index) => [word, String(index)]));

/** The number of a status by its word, which is the form that a profile's `_status` has (Profile data object page). Refusals: unknown-status, status-digit. */
export const statusNumberReader: Reader<string> = statusWordReader(numbers);

const notInList = new Refusal('not-in-list');

/**
 * A value of a closed list as JSON. The manual has no page about the type: a profile that is read back holds a number
 * (`custom_enum: 4`), and titles are what people write. With `values`, each stands in JSON as it does there (a number
 * or a text) and nothing else is taken; without them, digits are the id and everything else the title.
 * Refusal: not-in-list.
 */
export function enumReader(values?: readonly (string | number)[]): Reader<string> {
  const known = values === undefined ? null : new Map(values.map((value) => [foldedValue(String(value)), JSON.stringify(value)]));
  const read = (reading: Reading<string>): Reading<string> => {
    if (typeof reading !== 'string') return reading;
    if (known !== null) return known.get(foldedValue(reading)) ?? notInList;
    return /^-?(?:0|[1-9]\d{0,14})$/.test(reading) && reading !== '-0' ? reading : JSON.stringify(reading);
  };
  return {
    text: (text) => read(textReader.text(withoutHidden(text))),
    number: (cell) => read(textReader.number(cell)),
    bool: (value) => read(textReader.bool(value)),
    date: (cell) => read(textReader.date(cell)),
  };
}
