import { Refusal, withoutHidden, type Reader } from './reader.ts';
import { textReader } from './text.ts';

/** Countries and time zones, by the lists that the runtime carries (CLDR regions, IANA zones). */

const unknownCountry = new Refusal('unknown-country');
const unknownZone = new Refusal('unknown-timezone');

/** Made when first asked: its tables take as long to load as a third of the engine's code. */
let regions: Intl.DisplayNames | null = null;

function isRegion(code: string): boolean {
  regions ??= new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  return code !== 'ZZ' && regions.of(code) !== undefined;
}

/**
 * A country as the manual's pages have it: the code of two letters (Profile data object page: `RU`) or the full name
 * (types of database fields: `Russian Federation`). A code is checked and put in capitals; names, of which no list is
 * published, pass as they are. Refusal: unknown-country.
 */
export const countryReader: Reader<string> = {
  text: (raw) => {
    const text = withoutHidden(raw);
    if (!/^[A-Za-z]{2}$/.test(text)) return textReader.text(text);
    const code = text.toUpperCase();
    return isRegion(code) ? code : unknownCountry;
  },
  number: () => unknownCountry,
  bool: () => unknownCountry,
  date: () => unknownCountry,
};

/** Making a formatter costs a thousand look-ups; a table has few zones, and wrong names must not fill the memory. */
const known = new Map<string, string | null>();
const mostKnown = 2_000;

/** The name of an IANA time zone in its own letter case; null where there is none. Offsets are no names. */
export function zoneName(text: string): string | null {
  const earlier = known.get(text);
  if (earlier !== undefined) return earlier;
  if (known.size >= mostKnown) known.clear();
  const found = /^[A-Za-z][A-Za-z0-9_+/-]{1,59}$/.test(text) ? resolvedZone(text) : null;
  known.set(text, found);
  return found;
}

/** Older names of a zone stay (Asia/Calcutta and Asia/Kolkata are both right); only letter case is put right. */
function resolvedZone(text: string): string | null {
  try {
    const resolved = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
    return resolved.toLowerCase() === text.toLowerCase() ? resolved : text;
  } catch {
    return null;
  }
}

/** The IANA name of a time zone (Profile data object page: `_tz`, Europe/Moscow). Refusal: unknown-timezone. */
export const timezoneReader: Reader<string> = {
  text: (text) => zoneName(withoutHidden(text)) ?? unknownZone,
  number: () => unknownZone,
  bool: () => unknownZone,
  date: () => unknownZone,
};
