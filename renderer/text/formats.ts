export { bytes, count, countryName, dateTime, pace, percent, timeLeft, waitSeconds } from '#contract/formats.ts';

/** Sheet rows as "2, 17, 40": the first ones given. */
export function rowList(rows: readonly number[]): string {
  return rows.map((row) => String(row)).join(', ');
}

/** Host of an address as the operator would name it; the address itself where it is none. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
