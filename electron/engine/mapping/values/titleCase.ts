/** Small within a name, by the usage of its language, behind the first word or part. */
const particles = new Set([
  'de', 'del', 'della', 'der', 'den', 'des', 'dos', 'das', 'du', 'la', 'las', 'los', 'von', 'zu', 'zur', 'und', 'of', 'ibn',
  'де', 'дель', 'делла', 'дер', 'ден', 'дос', 'дас', 'дю', 'ла', 'лас', 'лос', 'фон', 'цу', 'ибн',
]);
/** Names of their own elsewhere (Ван Ли, Леонардо Ди Каприо): small only where they were written so in a name with capitals. */
const perhaps = new Set(['van', 'da', 'di', 'do', 'le', 'les', 'ten', 'ter', 'af', 'av', 'bin', 'al', 'el', 'y', 'e', 'ван', 'да', 'ди', 'ду', 'ле', 'тен', 'тер', 'аф', 'бин', 'аль', 'эль', 'и']);
/** Behind a father's name, also at the end. */
const patronymic = new Set(['оглы', 'оглу', 'кызы', 'гызы', 'угли', 'кизи', 'улы', 'уулу', 'ogly', 'oglu', 'kyzy', 'qizi']);
/** Between hyphens: Ростов-на-Дону, Stoke-on-Trent. */
const between = new Set(['на', 'апон', 'он', 'сюр', 'ан', 'ам', 'ле', 'лез', 'дер', 'де', 'ла', 'дю', 'on', 'upon', 'sur', 'sous', 'in', 'an', 'am', 'en', 'le', 'les', 'la', 'de', 'du', 'des', 'der', 'di', 'und', 'of', 'the']);

const roman = /^(?:I{2,3}|IV|VI{1,3}|IX|XI{0,3}|XIV|XVI{0,3}|XIX|XX)$/;
/** Capitals inside that somebody has written: McDonald, DeVito, O’Neil; not two at the start, of a key held too long (ИВан). */
const ownCapitals = /^\p{Lu}(?:\p{Ll}\p{M}*)+\p{Lu}\p{M}*\p{Ll}/u;
/** O’Neil, D’Artagnan, О’Нил; in Ukrainian the apostrophe stands before a letter that begins with a sound of its own (В’ячеслав, Д’яченко). */
const shortPrefix = /^([odlодл])(['’`´ʼ])(?![яюєїеё])(\p{L})(?=\p{L}{2})/iu;

const word = /(?<![\p{L}\p{M}\p{N}'’`´ʼ]|\p{N}-)\p{L}[\p{L}\p{M}'’`´ʼ]*(?:-\p{L}[\p{L}\p{M}'’`´ʼ]*)*/gu;
const inner = /(?<=\p{N}-?)\p{L}[\p{L}\p{M}]*/gu;

/**
 * Each word of a name with a capital letter: a part behind a hyphen, too (Анна-Мария); capitals inside that were written
 * stay (McDonald), and what is small within names stays small (Мария де ла Круз, Ростов-на-Дону, Гасан оглы). Letters behind a digit begin no word (2nd, 1-й).
 */
export function titleCase(text: string): string {
  const words = text.match(word) ?? [];
  const hasCapitals = words.some((one) => one !== one.toLowerCase());
  let index = -1;
  return text
    .replace(inner, (end) => end.toLowerCase())
    .replace(word, (one) => {
      index += 1;
      return isSmall(one, { isFirst: index === 0, isLast: index === words.length - 1, hasCapitals }) ? one.toLowerCase() : partsOf(one, index === 0);
    });
}

interface Place {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The text has capital letters elsewhere. */
  readonly hasCapitals: boolean;
}

function isSmall(one: string, { isFirst, isLast, hasCapitals }: Place): boolean {
  const small = one.toLowerCase();
  const isWrittenSmall = one === small;
  // What was written as De or Ван beside others stays so.
  if (!isWrittenSmall && one !== one.toUpperCase()) return false;
  if (patronymic.has(small)) return !isFirst;
  if (isLast) return false;
  if (isWrittenSmall && hasCapitals) return particles.has(small) || perhaps.has(small);
  return !isFirst && particles.has(small);
}

function partsOf(one: string, isFirst: boolean): string {
  const parts = one.split('-');
  return parts.map((part, at) => partOf(part, { isFirst: isFirst && at === 0, isWithin: at > 0 && at < parts.length - 1, isEnd: at > 0 && at === parts.length - 1 })).join('-');
}

function partOf(part: string, { isFirst, isWithin, isEnd }: { readonly isFirst: boolean; readonly isWithin: boolean; readonly isEnd: boolean }): string {
  const small = part.toLowerCase();
  const isOneCase = part === small || part === part.toUpperCase();
  if (isOneCase && ((isWithin && between.has(small)) || (isEnd && patronymic.has(small)))) return small;
  if ((!isFirst && roman.test(part)) || ownCapitals.test(part)) return part;
  const prefixed = shortPrefix.exec(part);
  if (prefixed !== null) return prefixed.slice(1).join('').toUpperCase() + small.slice(prefixed[0].length);
  const [first = ''] = part;
  return first.toUpperCase() + part.slice(first.length).toLowerCase();
}
