import metadata from 'libphonenumber-js/max/metadata';
import type { CountryCode } from 'libphonenumber-js/max';

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

/** What a country's numbers look like behind the calling code. */
interface Plan {
  readonly callingCode: string;
  readonly general: RegExp;
  /** Lengths and pattern of each kind of number (fixed, mobile, free …). */
  readonly kinds: readonly { readonly lengths: readonly unknown[]; readonly pattern: RegExp }[];
  /** Which of them the last number was. */
  usual: number;
  /** What only this country's numbers begin with, among those that share its calling code. */
  readonly leading: RegExp | null;
  /** What may stand in front of a number within the country (8 in Russia, 0 in Germany) and is no part of it. */
  readonly trunk: RegExp | null;
  /** The same where it is nothing but digits. */
  readonly trunkDigits: string | null;
  /** In front of calls abroad. */
  readonly abroad: RegExp;
}

const whole = (pattern: unknown): RegExp => new RegExp(`^(?:${String(pattern)})$`);
const begin = (pattern: unknown): RegExp | null => (typeof pattern === 'string' ? new RegExp(`^(?:${pattern})`) : null);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The places of a plan's parts are those of metadata version 4 (the library's source, metadata.js). */
function planOf(entry: readonly unknown[]): Plan {
  // Zero stands for "none"; the prefix as it is parsed may differ from the one that is written.
  const trunk = typeof entry[7] === 'string' ? entry[7] : entry[5];
  const kinds = listOf(entry[11]).flatMap((kind) => {
    const [pattern, lengths] = listOf(kind);
    return typeof pattern === 'string' && pattern !== '' ? [{ pattern: whole(pattern), lengths: listOf(lengths ?? entry[3]) }] : [];
  });
  return {
    callingCode: String(entry[0]),
    general: whole(entry[2]),
    kinds,
    usual: 0,
    leading: begin(entry[10]),
    trunk: begin(trunk),
    trunkDigits: typeof trunk === 'string' && /^\d+$/.test(trunk) ? trunk : null,
    abroad: begin(entry[1]) ?? /^/,
  };
}

/** Whether the library finds a kind for the number, which is what it calls valid. The kind found last is tried first. */
function hasKind(plan: Plan, national: string): boolean {
  const fits = (at: number): boolean => {
    const kind = plan.kinds[at];
    return kind !== undefined && kind.lengths.includes(national.length) && kind.pattern.test(national);
  };
  if (!plan.general.test(national)) return false;
  if (fits(plan.usual)) return true;
  const found = plan.kinds.findIndex((_, at) => fits(at));
  if (found >= 0) plan.usual = found;
  return found >= 0;
}

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

export function createPhonePlans(): PhonePlans {
  const plans = new Map<string, Plan>();
  const countriesOf = new Map<string, readonly CountryCode[]>(Object.entries(metadata.country_calling_codes));
  const callingCodeOf = callingCodeFinder((digits) => countriesOf.has(digits));

  function plan(country: CountryCode): Plan {
    const known = plans.get(country);
    if (known !== undefined) return known;
    const made = planOf(metadata.countries[country] ?? []);
    plans.set(country, made);
    return made;
  }

  /** Of several countries that share a calling code, the first that the number can belong to, as the library chooses. */
  function isValid(countries: readonly CountryCode[], national: string): boolean {
    if (countries.length === 1) return countries.every((country) => hasKind(plan(country), national));
    for (const country of countries) {
      const { leading } = plan(country);
      if (leading === null ? hasKind(plan(country), national) : leading.test(national)) return hasKind(plan(country), national);
    }
    return false;
  }

  /** Digits behind a +. A number that could carry a trunk prefix all the same is left to the library. */
  function isInternational(digits: string): boolean {
    const code = callingCodeOf(digits);
    const countries = code === null ? undefined : countriesOf.get(code);
    const [main] = countries ?? [];
    if (code === null || countries === undefined || main === undefined) return false;
    const national = digits.slice(code.length);
    return plan(main).trunk?.test(national) !== true && isValid(countries, national);
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
    return isValid(countries, national) ? `+${callingCode}${national}` : null;
  }

  return {
    e164(text, country) {
      const isPlain = isDigits(text);
      if (!isPlain && (text.length > 30 || !written.test(text))) return null;
      const digits = isPlain ? text : text.replace(marks, '');
      if (digits.length < 7 || digits.length > 16) return null;
      if (digits.startsWith('+')) return isInternational(digits.slice(1)) ? digits : null;
      return country === undefined ? null : domestic(digits, country);
    },
  };
}
