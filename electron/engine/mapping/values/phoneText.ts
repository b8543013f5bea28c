import type { PhoneNumber } from 'libphonenumber-js/max';
import { plainDigits } from '#contract/plainDigits.ts';

/**
 * What stands in a cell beside the digits of one number. The library drops extensions and digits of the trunk without a
 * word; here they are told, as nobody can know whether the rest of the number is what was meant.
 */

/** RFC 3966: `tel:+7-916-123-45-67;ext=12`, where a number without + belongs to its context. */
const uriPattern = /^(?:tel:\s*)?([^;]*)((?:;\s*(?:ext|isub|phone-context)=[^;]*)*)$/i;
const contextPattern = /;\s*phone-context=(\+\d{1,3})\s*(?:;|$)/i;

/** The number of a telephone URI, its context in front where it has one; extensions stay behind it. Other texts as they are. */
export function withoutScheme(text: string): string {
  const [, number = '', parameters = ''] = uriPattern.exec(text) ?? [];
  if (number === '') return text;
  const context = number.trim().startsWith('+') ? '' : (contextPattern.exec(parameters)?.[1] ?? '');
  const behind = parameters.replace(/;\s*phone-context=[^;]*/gi, '');
  return `${context}${number.replaceAll('%20', ' ').trim()}${behind}`;
}

const extensionWords = [
  'доб', String.raw`добав\p{L}*`, 'вн', String.raw`внутр\p{L}*`, 'д', 'доп', String.raw`допол\p{L}*`, 'х',
  'x', 'xtn', 'ext', 'exts', 'extn', 'extension', 'isub', 'int', 'anexo', 'ramal', 'poste', 'durchwahl', 'dw', 'apparat', 'app', 'wew', 'w', '#', '~',
].join('|');
const extension = new RegExp(String.raw`(?:^|[^\p{L}])(?:${extensionWords})[\s.:№#=-]*\d{1,9}[\s.)\]]*$`, 'iu');

/** Whether a text ends with a word for an extension and its digits, or is nothing else. */
export function hasExtension(text: string): boolean {
  return extension.test(text.normalize('NFKC'));
}

/** The text without a word for an extension and its digits at its end. */
export function withoutExtension(text: string): string {
  return text.normalize('NFKC').replace(extension, '');
}

/** What separates numbers in a cell; `|`, `&` and words only where it is asked whether there are several. */
const between = /[,;/|&\r\n\t]|\s+(?:и|или|and|or|und|oder)\s+/i;
/** Digits of the shortest number that hardly is an extension. */
const shortest = 6;
/** Digits in which two numbers with their codes have room. */
const two = 20;

/** Whether a text that is no number holds more than one: by what separates them, by two +, or by digits enough for two. */
export function hasSeveral(text: string): boolean {
  const plain = text.normalize('NFKC');
  if (plain.split(between).filter((piece) => digitsIn(piece).length >= shortest).length > 1) return true;
  if (plain.split('+').filter((piece) => digitsIn(piece).length >= shortest).length > 1 && !plain.startsWith('++')) return true;
  return digitsIn(plain).length >= two && /\d\D+\d/.test(plain);
}

/**
 * Whether the library has left digits out of a number that come behind the country's code: +7 8 916 … is no number,
 * and +7 916 … perhaps not the one that was meant. `(0)` alone is how a number is printed for callers from within and from abroad.
 */
export function hasTrunkInside(text: string, { countryCallingCode, nationalNumber }: PhoneNumber, abroad: RegExp | null): boolean {
  const plain = text.normalize('NFKC');
  const digits = digitsIn(plain.replace(/\(\s*0\s*\)/, ''));
  const whole = `${countryCallingCode}${nationalNumber}`;
  if (plain.trimStart().startsWith('+')) return digits !== whole && digitsIn(plain) !== whole;
  if (!digits.endsWith(nationalNumber)) return false;
  const before = digits.slice(0, digits.length - nationalNumber.length);
  const prefixes = abroad === null ? [before] : [before, before.replace(abroad, '')];
  return prefixes.some((prefix) => prefix.startsWith(countryCallingCode) && prefix.length > countryCallingCode.length);
}

/** Digits of all scripts, as 0 to 9. */
function digitsIn(text: string): string {
  return plainDigits(text).replace(/\D/g, '');
}
