export { counted } from '#contract/counted.ts';

/** Numbers, dates and durations as the page shows them. English, whatever the system's language, as all its words are. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const moment = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });

const nothing = '–';

/** 12345 → "12,345". */
export function count(value: number): string {
  return Number.isFinite(value) ? whole.format(value) : nothing;
}

/** Bytes in the unit operators know from their file manager. */
export function bytes(value: number): string {
  if (!Number.isFinite(value) || value < 0) return nothing;
  if (value < 1_000) return `${whole.format(value)} B`;
  if (value < 1_000_000) return `${whole.format(value / 1_000)} kB`;
  if (value < 1_000_000_000) return `${tenth.format(value / 1_000_000)} MB`;
  return `${tenth.format(value / 1_000_000_000)} GB`;
}

/** Part of a whole in whole percent; never 100 before all is done, never 0 once something is. */
export function percent(part: number, all: number): string {
  if (!(all > 0) || !Number.isFinite(part)) return '0%';
  const exact = (part / all) * 100;
  if (part >= all) return '100%';
  if (part > 0 && exact < 1) return 'under 1%';
  return `${Math.min(99, Math.floor(exact))}%`;
}

/** ISO 8601 to the operator's local time; a dash where it is no date. */
export function dateTime(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? nothing : moment.format(date);
}

/** Rows a second: one decimal below ten. */
export function pace(rowsPerSecond: number): string {
  if (!Number.isFinite(rowsPerSecond) || rowsPerSecond < 0) return nothing;
  return rowsPerSecond < 10 ? tenth.format(rowsPerSecond) : whole.format(rowsPerSecond);
}

/**
 * Seconds left in words. An estimate that cannot be right (negative, not a number, beyond two days) is not
 * shown as a number: a progress that says "153,722,867,280 minutes" is worse than none.
 */
export function timeLeft(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds) || seconds < 0) return 'not known yet';
  if (seconds < 5) return 'a few seconds';
  if (seconds < 90) return `about ${Math.round(seconds / 5) * 5} s`;
  if (seconds < 5_400) return `about ${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `about ${tenth.format(seconds / 3_600)} h`;
  return 'more than two days';
}

/** Milliseconds of waiting in whole seconds, rounded up: it never says 0 s while it waits. */
export function waitSeconds(ms: number): string {
  return `${whole.format(Math.max(1, Math.ceil(ms / 1_000)))} s`;
}

/** Sheet rows as "2, 17, 40": the first ones given. */
export function rowList(rows: readonly number[]): string {
  return rows.map((row) => String(row)).join(', ');
}

/** Host of an address as the operator would name it; the address itself where it is none. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
