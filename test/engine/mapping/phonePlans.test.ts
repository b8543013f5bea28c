import { getCountries, getCountryCallingCode, getExampleNumber, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPhonePlans } from '../../../electron/engine/mapping/values/phonePlans.ts';
import { cases } from '../../support/longForms.ts';

const seed = 20261125;
const plans = createPhonePlans();
const countries = getCountries();

/** What the library alone says of a number. */
function byLibrary(text: string, country: CountryCode | undefined): string | null {
  const parsed = parsePhoneNumberFromString(text, country === undefined ? { extract: false } : { defaultCountry: country, extract: false });
  return parsed?.isValid() === true ? parsed.number : null;
}

/** A national number near a real one: some digits changed, one more or one less, or nothing like it. */
function nationalOf(country: CountryCode): fc.Arbitrary<string> {
  const real = getExampleNumber(country, examples)?.nationalNumber ?? '123456789';
  const changed = fc.array(fc.tuple(fc.nat(real.length - 1), fc.nat(9)), { maxLength: 4 }).map((changes) => {
    const digits = [...real];
    for (const [at, digit] of changes) digits[at] = String(digit);
    return digits.join('');
  });
  const anything = fc.array(fc.nat(9), { minLength: 5, maxLength: 14 }).map((digits) => digits.join(''));
  return fc.oneof({ arbitrary: changed, weight: 8 }, { arbitrary: changed.map((digits) => digits.slice(1)), weight: 1 }, { arbitrary: anything, weight: 1 });
}

const nearReal = fc.constantFrom(...countries).chain((country) => fc.record({ country: fc.constant(country), national: nationalOf(country) }));

const writings: readonly ((national: string, country: CountryCode) => string)[] = [
  (national, country) => `+${getCountryCallingCode(country)}${national}`,
  (national, country) => `+${getCountryCallingCode(country)} (${national.slice(0, 3)}) ${national.slice(3, 6)}-${national.slice(6)}`,
  (national) => national,
  (national) => `8${national}`,
  (national) => `0${national}`,
  (national) => `8 (${national.slice(0, 3)}) ${national.slice(3, 6)}-${national.slice(6)}`,
  (national, country) => `${getCountryCallingCode(country)}${national}`,
  (national, country) => `00${getCountryCallingCode(country)}${national}`,
];

describe('the quick way to judge a phone number', () => {
  it('never says other than the library, whatever the country and the writing', () => {
    const numRuns = cases(5_000, 20_000);
    let decided = 0;
    fc.assert(
      fc.property(nearReal, fc.constantFrom(...writings), fc.option(fc.constantFrom(...countries), { nil: undefined }), fc.boolean(), ({ country, national }, write, other, isOwn) => {
        const text = write(national, country);
        const home = isOwn ? country : other;
        const quick = plans.e164(text, home);
        if (quick === null) return;
        decided += 1;
        expect(`${text} in ${home ?? 'no country'}: ${quick}`).toBe(`${text} in ${home ?? 'no country'}: ${byLibrary(text, home) ?? 'invalid'}`);
      }),
      { seed, numRuns },
    );
    // Else the property would hold because everything is left to the library.
    expect(decided).toBeGreaterThan(numRuns / 5);
  });

  it('nor in a column, whose numbers are first held against what the last one was', () => {
    const column = fc.constantFrom(...countries).chain((country) => fc.array(nationalOf(country), { minLength: 8, maxLength: 8 }).map((nationals) => nationals.map((national) => `+${getCountryCallingCode(country)}${national}`)));
    const numRuns = cases(800, 3_000);
    let decided = 0;
    fc.assert(
      fc.property(column, (texts) => {
        for (const text of texts) {
          const quick = plans.e164(text, undefined);
          if (quick === null) continue;
          decided += 1;
          expect(`${text}: ${quick}`).toBe(`${text}: ${byLibrary(text, undefined) ?? 'invalid'}`);
        }
      }),
      { seed, numRuns },
    );
    expect(decided).toBeGreaterThan((numRuns * 8) / 3);
  });

  it.each<[string, CountryCode | undefined, string]>([
    ['+79001234567', undefined, '+79001234567'],
    ['8 (900) 123-45-67', 'RU', '+79001234567'],
    ['9001234567', 'RU', '+79001234567'],
    ['+380 50 123-45-67', 'RU', '+380501234567'],
    ['050 123 45 67', 'UA', '+380501234567'],
  ])('decides %s in %s by itself', (text, country, number) => {
    expect(plans.e164(text, country)).toBe(number);
  });

  it.each<[string, CountryCode | undefined]>([
    ['89001234567', undefined],
    ['+7 900 123-45-67 доб. 12', 'RU'],
    ['+7 000 000-00-00', 'RU'],
    ['tel', 'RU'],
    ['', 'RU'],
  ])('leaves %s to the library', (text, country) => {
    expect(plans.e164(text, country)).toBeNull();
  });
});
