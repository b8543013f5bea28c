import metadata from 'libphonenumber-js/max/metadata';
import { isSupportedCountry, type CountryCode } from 'libphonenumber-js/max';
import { hasKind, planOf, wholeNumber, type Kind, type Plan } from './phonePlan.ts';

/**
 * The usual ways to write a number, judged by the library's own metadata with its expressions compiled once: the
 * library compiles them anew for every number, which makes a million different phones cost more than reading the
 * workbook. Only what is certainly valid, and certainly means this one number, is decided here; for all else (null)
 * the library is asked. The tests hold both against each other.
 */
export interface PhonePlans {
  /** The number in E.164; null where the library has to decide. `country`: where numbers without + belong. */
  e164(text: string, country: CountryCode | undefined): string | null;
}

/** Digits with or without a +; E.164 allows 15. */
const shortest = 7;
const longest = 16;

/** What people put between digits. Everything else (extensions, letters, other scripts) is the library's. */
const written = /^\+?[\d ().-]*\d$/;
const marks = /[ ().-]/g;

/** Digits alone, with a + in front or without: told by a loop before an expression has begun. */
function isDigits(text: string): boolean {
  if (text.length > 16) return false;
  for (let at = text.startsWith('+') ? 1 : 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 48 || unit > 57) return false;
  }
  return true;
}

/** What is dialled in a country before a calling code instead of the +. */
export function prefixAbroad(country: CountryCode): RegExp {
  return planOf(metadata.countries[country] ?? []).abroad;
}

/** Digits of the shortest mobile number of a country, without its code; of any number where no mobiles are known. */
export function shortestMobile(country: string): number {
  const plan = isSupportedCountry(country) ? planOf(metadata.countries[country] ?? []) : null;
  const lengths = (plan?.kinds[1] ?? plan?.kinds[0])?.lengths ?? [];
  return Math.min(...lengths.map(Number));
}

/** Finds the calling code at the start of an international number without its +; none is the beginning of another. */
function callingCodeFinder(isCode: (digits: string) => boolean): (digits: string) => string | null {
  let last = '';
  return (digits) => {
    if (last !== '' && digits.startsWith(last)) return last;
    const code = [1, 2, 3].map((length) => digits.slice(0, length)).find(isCode) ?? null;
    last = code ?? last;
    return code;
  };
}

/** The plans of all countries, made when they are asked for. */
function planBook() {
  const plans = new Map<CountryCode, Plan>();
  const expressions = new Map<Kind, RegExp | null>();

  function plan(country: CountryCode): Plan {
    const known = plans.get(country);
    if (known !== undefined) return known;
    const made = planOf(metadata.countries[country] ?? []);
    plans.set(country, made);
    return made;
  }

  /** Of several countries that share a calling code, the first that the number can belong to, as the library chooses. */
  function countryOf(countries: readonly CountryCode[], national: string): CountryCode | undefined {
    if (countries.length === 1) return countries[0];
    return countries.find((country) => plan(country).leading?.test(national) ?? hasKind(plan(country), national));
  }

  /** The country whose numbers these digits are valid as; undefined where there is none. */
  function validIn(countries: readonly CountryCode[], national: string): CountryCode | undefined {
    const country = countryOf(countries, national);
    return country !== undefined && hasKind(plan(country), national) ? country : undefined;
  }

  /** Takes the international numbers that are of the same kind as the country's last one; see wholeNumber. */
  function expressionOf(country: CountryCode, countries: readonly CountryCode[], main: Plan): RegExp | null {
    const own = plan(country);
    const kind = own.kinds[own.usual];
    if (kind === undefined) return null;
    const known = expressions.get(kind);
    if (known !== undefined) return known;
    const made = wholeNumber(own, kind, countries.slice(0, countries.indexOf(country)).map(plan), main);
    expressions.set(kind, made);
    return made;
  }

  return { plan, validIn, expressionOf };
}

export function createPhonePlans(): PhonePlans {
  const { plan, validIn, expressionOf } = planBook();
  const countriesOf = new Map<string, readonly CountryCode[]>(Object.entries(metadata.country_calling_codes));
  const callingCodeOf = callingCodeFinder((digits) => countriesOf.has(digits));
  /** Takes numbers like the last one: of a whole column, as a rule. */
  let usual: RegExp | null = null;

  /** Digits behind a +. A number that could carry a trunk prefix all the same is left to the library. */
  function isInternational(digits: string): boolean {
    const code = callingCodeOf(digits);
    const countries = code === null ? undefined : countriesOf.get(code);
    const [main] = countries ?? [];
    if (code === null || countries === undefined || main === undefined) return false;
    const national = digits.slice(code.length);
    if (plan(main).trunk?.test(national) === true) return false;
    const country = validIn(countries, national);
    if (country !== undefined) usual = expressionOf(country, countries, plan(main));
    return country !== undefined;
  }

  function domestic(digits: string, country: CountryCode): string | null {
    const { callingCode, general, trunk, trunkDigits, abroad } = plan(country);
    const countries = countriesOf.get(callingCode);
    if (countries === undefined || abroad.test(digits) || digits.startsWith(callingCode)) return null;
    let national = digits;
    if (trunk?.test(digits) === true) {
      // With and without it could be two numbers; and what it is cut to depends on more than its digits.
      if (trunkDigits === null || general.test(digits)) return null;
      national = digits.slice(trunkDigits.length);
    }
    return validIn(countries, national) === undefined ? null : `+${callingCode}${national}`;
  }

  return {
    e164(text, country) {
      if (usual !== null && text.length >= shortest && text.length <= longest && usual.test(text)) return text;
      const isPlain = isDigits(text);
      if (!isPlain && (text.length > 30 || !written.test(text))) return null;
      const digits = isPlain ? text : text.replace(marks, '');
      if (digits.length < shortest || digits.length > longest) return null;
      if (digits.startsWith('+')) return isInternational(digits.slice(1)) ? digits : null;
      return country === undefined ? null : domestic(digits, country);
    },
  };
}
