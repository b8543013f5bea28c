import { foldedText } from '#contract/sameText.ts';
import { normalised } from '../suggest/normalised.ts';
import { similarity } from '../suggest/similarity.ts';

/** A word of a header counts as the other's where it is off by a letter or an ending at most. */
const leastAlikeWord = 0.75;
/** Of the longer header's letters, those that the shorter one has too. */
const leastCovered = 0.5;
const leastAlikeWhole = 0.85;
const shortestAlike = 5;

/** Words that turn a header's meaning round: a consent and its refusal are two columns, however alike. */
const contrary: ReadonlySet<string> = new Set(['не', 'без', 'нет', 'стоп', 'no', 'not', 'non', 'without', 'stop', 'out', 'unsubscribed', 'отказ', 'отписка', 'отписан']);

/** Whose column it is, which goes without saying in a list of people. */
const owner = /^(?:клиент|контакт|покупател|подписчик|пользовател|абонент|client|customer|contact|subscriber|user)\S{0,3}$/;

function withoutOwner(key: string): string {
  const words = key.split(' ').filter((word) => !owner.test(word));
  return words.length === 0 ? key : words.join(' ');
}

/** What a header is compared by: its letters without case, punctuation and marks; what is only punctuation, as it is shown. Empty for no header. */
export function headerKey(header: string): string {
  const plain = normalised(header);
  return plain === '' ? foldedText(header) : plain;
}

/**
 * How probably two different headers mean the same column, from 0 to 1; 0 where that should not even be proposed. Words may
 * come, go and be spelt otherwise; what has a word of another meaning in the place of one ("start date", "end date") is another column.
 */
export function likeHeaders(one: string, other: string): number {
  const [a, b] = [withoutOwner(headerKey(one)), withoutOwner(headerKey(other))];
  if (a === '' || b === '' || turnsRound(a, b)) return 0;
  if (a === b) return 1;
  const [short, long] = [a.split(' '), b.split(' ')].sort((x, y) => x.length - y.length || x.join('').length - y.join('').length);
  if (short === undefined || long === undefined) return 0;
  const whole = similarity(a.replaceAll(' ', ''), b.replaceAll(' ', ''));
  if (everyWordIn(short, long)) {
    if (short.length === long.length) return whole;
    const covered = short.join('').length / long.join('').length;
    return covered >= leastCovered ? 0.6 + 0.3 * covered : 0;
  }
  // The same letters parted otherwise: "e-mail" and "email".
  return short.length !== long.length && whole >= leastAlikeWhole && !differsInDigits(a, b) ? whole : 0;
}

function everyWordIn(short: readonly string[], long: readonly string[]): boolean {
  const left = [...long];
  return short.every((word) => {
    const at = left.findIndex((other) => word === other || (word.length >= 4 && similarity(word, other) >= leastAlikeWord && !differsInDigits(word, other)));
    if (at < 0) return false;
    left.splice(at, 1);
    return true;
  });
}

const digits = (text: string): string => text.replace(/\D+/g, ' ').trim();
const differsInDigits = (one: string, other: string): boolean => digits(one) !== digits(other);

function turnsRound(one: string, other: string): boolean {
  const marks = (text: string): number => text.split(' ').filter((word) => contrary.has(word)).length;
  const joined = (a: string, b: string): boolean => a.split(' ').some((word) => ['не', 'un', 'без', 'non'].some((prefix) => word.startsWith(prefix) && b.split(' ').some((plain) => plain.length >= 4 && similarity(word.slice(prefix.length), plain) >= leastAlikeWord)));
  return (marks(one) === 0) !== (marks(other) === 0) || joined(one, other) !== joined(other, one);
}

const months = /^(?:янв\S*|фев\S*|мар|марта?|апр\S*|ма[йя]|июн\S*|июл\S*|авг\S*|сен\S*|окт\S*|ноя\S*|дек\S*|jan\S*|feb\S*|mar|march|apr\S*|may|june?|july?|aug\S*|sept?\S*|oct\S*|nov\S*|dec\S*)$/;
const noise: ReadonlySet<string> = new Set(['copy', 'копия', 'new', 'новый', 'final', 'г', 'год']);

/** A file's name without its ending and without what changes from month to month: numbers, months, "copy". Pure. */
export function fileStem(file: string): string {
  const words = normalised(file.replace(/\.[A-Za-z]{2,4}$/, '')).replace(/(\D)(\d)|(\d)(\D)/g, (_, a: string | undefined, b: string | undefined, c: string | undefined, d: string | undefined) => `${a ?? c ?? ''} ${b ?? d ?? ''}`).split(/\s+/);
  return words.filter((word) => !/^\d+$/.test(word) && !months.test(word) && !noise.has(word)).join(' ');
}

/** Whether two files are probably issues of one list, by their names. */
export function likeFiles(one: string, other: string): boolean {
  const [a, b] = [fileStem(one), fileStem(other)];
  return a === b || (Math.min(a.length, b.length) >= shortestAlike && similarity(a, b) >= leastAlikeWhole);
}
