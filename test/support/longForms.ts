/** Before a release: PROFILE_IMPORTER_LONG_TESTS is set. All tests together must stay quick each time. */
export const isLong = process.env['PROFILE_IMPORTER_LONG_TESTS'] !== undefined;

/** How many cases of a large input space a test tries: a few each time, many in the long form. */
export function cases(short: number, long: number): number {
  return isLong ? long : short;
}
