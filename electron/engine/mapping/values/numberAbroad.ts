import metadata from 'libphonenumber-js/max/metadata';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { plainDigits } from '#contract/plainDigits.ts';
import { planOf } from './phonePlan.ts';
import { withoutHidden } from './reader.ts';

/** A number that is written with what is dialled before calls abroad in place of the +. */
export interface NumberAbroad {
  /** E.164. */
  readonly number: string;
  /** Null where the digits are of no single country. */
  readonly country: string | null;
}

/** Signs that stand around and between the digits of one number; ~ is where a dialling tone was waited for (8~10). */
const written = /^[+\d\s().~\u2053\u223C\u2010-\u2015\u2212-]+$/;

/** Usual in most of the world, in North America and in what was the Soviet Union. None of them begins another. */
const usual: readonly RegExp[] = [/^00/, /^011/, /^810/];
/** No number begins with 00 within its country. */
const calling = /^00[1-9]/;
/** Digits of the shortest number with its code that is believed behind any other prefix. */
const believed = 9;

let all: readonly RegExp[] | null = null;

/** What is dialled in any country. */
function prefixes(): readonly RegExp[] {
  all ??= [...new Map(Object.values(metadata.countries).map((entry) => planOf(entry).abroad).map((pattern) => [pattern.source, pattern])).values()];
  return all;
}

/** The number of a text that has such a prefix, whatever country it is dialled in; null where it has none, or it could be two numbers. */
export function numberAbroad(text: string): NumberAbroad | null {
  const plain = plainOf(text);
  if (plain === null) return null;
  const found = plain.marks > 1 ? validOf([plain.digits]) : [];
  if (found.length > 0) return only(found);
  const near = nearOf(plain.digits);
  // A number of no country (of satellites, premium rates) is hardly meant where it could be one of a country.
  if (near.some(({ country }) => country !== null)) return only(near);
  return only([...near, ...farOf(plain.digits).filter(({ number }) => near.every((one) => one.number !== number))]);
}

/**
 * Whether a text that is no number of the country where it is dialled begins with such a prefix: 00 and a calling code
 * whatever follows, the other ones where a number has room behind them. `national`: what it would be in that country.
 */
export function beginsAbroad(text: string, national: string): boolean {
  if (calling.test(national)) return true;
  const plain = plainOf(text);
  if (plain === null) return false;
  const found = [...nearOf(plain.digits), ...farOf(plain.digits)];
  // A zero alone stands before calls abroad in few countries, and before numbers of the country itself in most.
  if (found.some(({ number }) => number.length < plain.digits.length)) return true;
  return usual.flatMap((prefix) => behind(prefix, plain.digits, believed)).some((rest) => parsePhoneNumberFromString(`+${rest}`)?.isPossible() === true);
}

/** The digits of a text that may have such a prefix, with how many + there are in front; null for any other text. */
function plainOf(text: string): { readonly digits: string; readonly marks: number } | null {
  const plain = plainDigits(withoutHidden(text).normalize('NFKC')).trim();
  if (!written.test(plain)) return null;
  // As numbers are printed for callers from within and from abroad.
  const digits = plain.replace(/\(\s*0\s*\)/, '').replace(/\D/g, '');
  const marks = /^[\s(+]*/.exec(plain)?.[0].replace(/[^+]/g, '').length ?? 0;
  // Behind a single + stands a calling code, and none begins with a zero.
  return plain.lastIndexOf('+') > plain.search(/\d/) || (marks === 1 && !digits.startsWith('0')) ? null : { digits, marks };
}

const nearOf = (digits: string): readonly NumberAbroad[] => validOf(usual.flatMap((prefix) => behind(prefix, digits, 0)));
const farOf = (digits: string): readonly NumberAbroad[] => validOf(prefixes().flatMap((prefix) => behind(prefix, digits, believed)));

function behind(prefix: RegExp, digits: string, fewest: number): readonly string[] {
  const rest = prefix.test(digits) ? digits.replace(prefix, '') : '';
  return rest.length < Math.max(1, fewest) || rest.length === digits.length ? [] : [rest];
}

/** Those that are whole numbers, with nothing left out. */
function validOf(digits: readonly string[]): readonly NumberAbroad[] {
  return [...new Set(digits)].flatMap((one) => {
    const parsed = parsePhoneNumberFromString(`+${one}`);
    return parsed?.isValid() === true && parsed.number === `+${one}` ? [{ number: parsed.number, country: parsed.country ?? null }] : [];
  });
}

const only = ([first, second]: readonly NumberAbroad[]): NumberAbroad | null => (first === undefined || second !== undefined ? null : first);
