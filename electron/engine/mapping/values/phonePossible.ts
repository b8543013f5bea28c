import metadata from 'libphonenumber-js/max/metadata';
import { parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/max';
import { beginsAbroad } from './numberAbroad.ts';
import { planOf, type Plan } from './phonePlan.ts';

/**
 * What is as long as a number of a country, without being one that it is known to have given out: a new one perhaps, or
 * surely something else. New ones come to fixed lines and mobiles; other lengths belong to services that all begin alike.
 */

/** E.164. */
const longest = 15;
/** Places of fixed lines and mobiles among a plan's kinds. */
const usual = 2;

const plansOf = new Map<string, readonly Plan[]>();

/** The plans that share a calling code; none where it is of no country. */
function plansBehind(code: string): readonly Plan[] {
  const known = plansOf.get(code);
  if (known !== undefined) return known;
  const codes: Readonly<Record<string, readonly CountryCode[] | undefined>> = metadata.country_calling_codes;
  const made = (codes[code] ?? []).map((country) => planOf(metadata.countries[country] ?? []));
  plansOf.set(code, made);
  return made;
}

/** Whether a number that is only as long as one may be one: nothing says that it is another's, or mistyped. `text`: as it is written. */
export function mayBeNew(text: string, { countryCallingCode: code, nationalNumber: national }: PhoneNumber): boolean {
  if (code.length + national.length > longest) return false;
  const plans = plansBehind(code);
  if (plans.length > 0 && !plans.some(({ kinds }) => kinds.slice(0, usual).some(({ lengths }) => lengths.includes(national.length)))) return false;
  if (beginsAbroad(text, national)) return false;
  const written = text.replace(/\D/g, '');
  // 7 916 … where no such number is known: of the country whose code it begins with. +43 43 …: the code is there twice.
  if ((!text.includes('+') && written === national && isValid(`+${national}`)) || (national.startsWith(code) && isValid(`+${national}`))) return false;
  return !plans.some((plan) => keepsTrunk(plan, national));
}

/** Whether the digit of the trunk stands before a number whose last digit is missing: 8 916 123 45 6 is as long as a number. */
function keepsTrunk({ callingCode, trunkDigits }: Plan, national: string): boolean {
  if (trunkDigits === null || !national.startsWith(trunkDigits)) return false;
  const rest = national.slice(trunkDigits.length);
  return Array.from({ length: 10 }, (_, digit) => `+${callingCode}${rest}${String(digit)}`).some(isValid);
}

function isValid(number: string): boolean {
  const parsed = parsePhoneNumberFromString(number);
  return parsed?.isValid() === true && parsed.number === number;
}
