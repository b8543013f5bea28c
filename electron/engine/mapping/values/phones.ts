import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/max';
import { plainNumber, shownText } from '#contract/cells.ts';
import { spoiltNumber } from './numberText.ts';
import { createPhonePlans, prefixAbroad, type PhonePlans } from './phonePlans.ts';
import { mayBeNew } from './phonePossible.ts';
import { hasExtension, hasSeveral, hasTrunkInside, withoutScheme } from './phoneText.ts';
import { excelNumber, Refusal, withoutHidden, type NumberCell, type Reader, type Reading, type SpoiltValue } from './reader.ts';

/**
 * Phone numbers in E.164. The full metadata (`max`) is used: the default set knows only the lengths of most countries'
 * numbers, so that +7 000 000-00-00 would pass and be refused, or charged for, only later.
 */

const incorrectPhone = new Refusal('incorrect-phone');
const phoneExtension = new Refusal('phone-extension');
const phoneTrunk = new Refusal('phone-trunk');
const severalPhones = new Refusal('several-phones');

/** Several numbers in one cell; a hyphen, a dot or a space may stand inside a number and separates nothing, nor does what belongs to a telephone URI. */
const separator = /[,/\r\n]|;(?!\s*(?:ext|isub|phone-context)=)/i;

/** What the library has to decide costs thirty times a look-up; a bound keeps a million different ones from filling the memory. */
const cached = 20_000;

/** Whether a code is a country that has phone numbers (ISO 3166-1 alpha-2). */
export function isPhoneCountry(code: string): code is CountryCode {
  return isSupportedCountry(code);
}

/** Whether a number in E.164 has the calling code of a country; several countries share some. */
export function isNumberOf(country: CountryCode, number: string): boolean {
  return number.startsWith(`+${getCountryCallingCode(country)}`);
}

/** Reads numbers of one country. */
export interface PhoneParser {
  /** The number in E.164 where it is written in a usual way; null where `parse` has to look. */
  usual(text: string): string | null;
  /** Refusals: incorrect-phone, phone-extension, phone-trunk, several-phones. */
  parse(text: string): Reading<string>;
}

/** One number. */
export function phoneReader(parser: PhoneParser): Reader<string> {
  return readerOf((text) => (isFloat(text) ? null : parser.usual(text)) ?? parseOne(withoutHidden(text), parser));
}

/** One or more numbers, each once, in order. A single wrong one refuses the cell, as dropping it would lose it unseen; with `spoilt` it alone is left out and told there. */
export function phonesReader(parser: PhoneParser, spoilt?: SpoiltValue[]): Reader<readonly string[]> {
  return readerOf((text) => {
    const usual = isFloat(text) ? null : parser.usual(text);
    if (usual !== null) return [usual];
    const numbers = new Set<string>();
    const visible = withoutHidden(text);
    const pieces = float.test(visible) || spoiltNumber(visible) !== null ? [visible] : visible.split(separator);
    for (const part of pieces) {
      const number = part.trim().replace(/^"(.*)"$/, '$1').trim();
      const reading = number === '' ? null : parseOne(number, parser);
      if (reading instanceof Refusal) {
        if (spoilt === undefined) return reading;
        spoilt.push({ text: number, refusal: reading });
      } else if (reading !== null) numbers.add(reading);
    }
    return numbers.size === 0 ? null : [...numbers];
  });
}

/** A number that went through a program of decimals: `79161234567.0`. */
const float = /^([+\-\u2212]?\d{5,})[.,](\d{1,2})$/;

function isFloat(text: string): boolean {
  const { length } = text;
  return (isMark(text.charCodeAt(length - 2)) || isMark(text.charCodeAt(length - 3))) && float.test(text);
}

const isMark = (unit: number): boolean => unit === 46 || unit === 44;

/** What stands behind the mark of a float is no digit of a phone, and what is no whole number is no phone. */
function parseOne(text: string, parser: PhoneParser): Reading<string> {
  const [, whole, fraction = ''] = float.exec(text) ?? [];
  if (whole !== undefined) return /^0+$/.test(fraction) ? parser.parse(whole) : incorrectPhone;
  const long = spoiltNumber(text);
  return typeof long === 'string' ? parser.parse(long) : (long ?? parser.parse(text));
}

function readerOf<Value>(read: (text: string) => Reading<Value>): Reader<Value> {
  return {
    text: read,
    // Excel takes "+7-900-1234567" for a sum: what is left of it is no phone.
    number: (cell) => (cell.v > 0 && Number.isInteger(excelNumber(cell.v)) ? read(digitsOf(cell)) : incorrectPhone),
    bool: () => incorrectPhone,
    date: () => incorrectPhone,
  };
}

/** The digits that the cell holds: its display may be in exponents. A + that the number format puts in front counts. */
function digitsOf(cell: NumberCell): string {
  const shown = shownText(cell).trim();
  return shown.startsWith('+') ? shown : plainNumber(excelNumber(cell.v));
}

/** What a number has to be: one that its country is known to have given out, or only as long as one and not surely another's. */
export type PhoneCheck = 'valid' | 'possible';

/** Parsers by country and check, each with its own memory. Without a country (numbers without + belong nowhere) they are refused. */
export function createPhoneParsers(): (country: CountryCode | undefined, check?: PhoneCheck) => PhoneParser {
  const plans = createPhonePlans();
  const parsers = new Map<string, PhoneParser>();
  return (country, check = 'valid') => {
    const name = `${check} ${country ?? ''}`;
    const parser = parsers.get(name) ?? createPhoneParser(country, plans, check);
    parsers.set(name, parser);
    return parser;
  };
}

function createPhoneParser(country: CountryCode | undefined, plans: PhonePlans, check: PhoneCheck): PhoneParser {
  const known = new Map<string, Reading<string>>();
  const usual = (text: string): string | null => plans.e164(text, country);
  const abroad = country === undefined ? null : prefixAbroad(country);
  return {
    usual,
    parse(text) {
      const quick = usual(text);
      if (quick !== null) return quick;
      const earlier = known.get(text);
      if (earlier !== undefined) return earlier;
      if (known.size >= cached) known.clear();
      const reading = parsePhone(text, country, abroad, check);
      known.set(text, reading);
      return reading;
    },
  };
}

/** What E.164 has no place for refuses the number by its name: to drop it would lose it unseen. Words around the number refuse it. */
function parsePhone(text: string, country: CountryCode | undefined, abroad: RegExp | null, check: PhoneCheck): string | Refusal {
  const number = withoutScheme(text);
  if (hasExtension(number)) return phoneExtension;
  const parsed = parsePhoneNumberFromString(number, country === undefined ? { extract: false } : { defaultCountry: country, extract: false });
  if (parsed === undefined || !isFit(parsed, check, number) || parsed.ext !== undefined) {
    if (hasSeveral(number)) return severalPhones;
    return parsed?.ext === undefined ? incorrectPhone : phoneExtension;
  }
  if (hasTrunkInside(number, parsed, abroad)) return phoneTrunk;
  return (country === undefined ? null : otherReading(number, parsed)) ?? parsed.number;
}

/** Two numbers in one may be as long as one: by the length alone only what is certainly a single number passes. */
function isFit(parsed: PhoneNumber, check: PhoneCheck, text: string): boolean {
  return parsed.isValid() || (check === 'possible' && parsed.isPossible() && !hasSeveral(text) && mayBeNew(text, parsed));
}

/**
 * Digits of a national number may be an international one without its +: 49 151 … in Germany, where 04915 is an area as
 * well. Mobile numbers are meant as such; where two fixed lines are possible, the number is refused. null where there is no doubt.
 */
function otherReading(text: string, { countryCallingCode, nationalNumber }: PhoneNumber): string | Refusal | null {
  if (!nationalNumber.startsWith(countryCallingCode) || text.includes('+')) return null;
  const digits = text.replace(/\D/g, '');
  if (digits !== nationalNumber) return null;
  const parsed = parsePhoneNumberFromString(`+${digits}`);
  if (parsed?.isValid() !== true) return null;
  return parsed.getType() === 'MOBILE' ? parsed.number : incorrectPhone;
}
