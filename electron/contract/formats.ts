import { m } from '#messages';
import { number } from './intl.ts';
import { language, type Language } from './language.ts';

/** Numbers, dates and durations as a person reads them, in the language that is spoken. */

const nothing = '–';

const wholeOnly = { maximumFractionDigits: 0 } as const;
const oneDecimal = { maximumFractionDigits: 1 } as const;

/** Rounded to a whole number, in groups of three: 12345 → "12,345"; a dash where it is no number. */
export function count(value: number): string {
  return Number.isFinite(value) ? number(language(), value, wholeOnly) : nothing;
}

/** With at most one decimal: 3.14 → "3.1". */
function tenths(value: number): string {
  return number(language(), value, oneDecimal);
}

/** Plain decimal digits with the decimal mark of the language, ungrouped, all of them: "1234.5" → "1234,5". */
export function decimals(plain: string): string {
  return plain.replace('.', number(language(), 0.5, oneDecimal).slice(1, 2));
}

/** Bytes in the unit operators know from their file manager. */
export function bytes(value: number): string {
  if (!Number.isFinite(value) || value < 0) return nothing;
  if (value < 1_000) return m.units_bytes({ value: count(value) });
  if (value < 1_000_000) return m.units_kilobytes({ value: count(value / 1_000) });
  if (value < 1_000_000_000) return m.units_megabytes({ value: tenths(value / 1_000_000) });
  return m.units_gigabytes({ value: tenths(value / 1_000_000_000) });
}

/** Part of a whole in whole percent; never 100 before all is done, never 0 once something is. */
export function percent(part: number, all: number): string {
  if (!(all > 0) || !Number.isFinite(part)) return m.units_percent({ value: 0 });
  const exact = (part / all) * 100;
  if (part >= all) return m.units_percent({ value: 100 });
  if (part > 0 && exact < 1) return m.units_under_one_percent();
  return m.units_percent({ value: Math.min(99, Math.floor(exact)) });
}

/** English dates with the day first, as all of Europe writes them. */
const dateLocales: Readonly<Record<Language, string>> = { en: 'en-GB', ru: 'ru' };
const moments = new Map<Language, Intl.DateTimeFormat>();

/** ISO 8601 to the operator's local time; a dash where it is no date. */
export function dateTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return nothing;
  const spoken = language();
  let moment = moments.get(spoken);
  if (moment === undefined) {
    moment = new Intl.DateTimeFormat(dateLocales[spoken], { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
    moments.set(spoken, moment);
  }
  return moment.format(date);
}

const dayForms: Readonly<Record<Language, Intl.DateTimeFormatOptions>> = {
  en: { day: 'numeric', month: 'short', year: 'numeric' },
  ru: { day: '2-digit', month: '2-digit', year: 'numeric' },
};
const days = new Map<Language, Intl.DateTimeFormat>();

/** The day of a moment by the operator's clock, or a day itself ("2026-05-01"), in ISO 8601; anything else as it is. */
export function day(iso: string): string {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(iso) ? `${iso}T12:00` : iso);
  if (Number.isNaN(date.getTime())) return iso;
  const spoken = language();
  let form = days.get(spoken);
  if (form === undefined) {
    form = new Intl.DateTimeFormat(dateLocales[spoken], dayForms[spoken]);
    days.set(spoken, form);
  }
  return form.format(date);
}

const clocks = new Map<Language, Intl.DateTimeFormat>();

/** A moment of today by the operator's clock, in ms since 1970: "14:03:12". */
export function clockTime(ms: number): string {
  const spoken = language();
  let clock = clocks.get(spoken);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat(dateLocales[spoken], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
    clocks.set(spoken, clock);
  }
  return clock.format(ms);
}

/** Rows a second: one decimal below ten. */
export function pace(rowsPerSecond: number): string {
  if (!Number.isFinite(rowsPerSecond) || rowsPerSecond < 0) return nothing;
  return rowsPerSecond < 10 ? tenths(rowsPerSecond) : count(rowsPerSecond);
}

/**
 * Seconds left in words. An estimate that cannot be right (negative, not a number, beyond two days) is not
 * shown as a number: a progress that says "153,722,867,280 minutes" is worse than none.
 */
export function timeLeft(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds) || seconds < 0) return m.units_not_known_yet();
  if (seconds < 5) return m.units_few_seconds();
  if (seconds < 90) return m.units_about_seconds({ value: Math.round(seconds / 5) * 5 });
  if (seconds < 5_400) return m.units_about_minutes({ value: Math.round(seconds / 60) });
  if (seconds < 172_800) return m.units_about_hours({ value: tenths(seconds / 3_600) });
  return m.units_over_two_days();
}

/** Milliseconds of waiting in whole seconds, rounded up: it never says 0 s while it waits. */
export function waitSeconds(ms: number): string {
  return m.units_seconds({ value: count(Math.max(1, Math.ceil(ms / 1_000))) });
}

/** 340 → "0.3 s", 4512 → "4.5 s", 70000 → "70 s"; never 0 s. */
export function tookSeconds(ms: number): string {
  const rounded = Math.max(1, Math.round(ms / 100));
  return m.units_seconds({ value: rounded < 100 ? tenths(rounded / 10) : String(Math.round(ms / 1_000)) });
}

const regions = new Map<Language, Intl.DisplayNames>();

/** A country by its code of two letters; the code where it is none. */
export function countryName(code: string): string {
  const spoken = language();
  let names = regions.get(spoken);
  if (names === undefined) regions.set(spoken, (names = new Intl.DisplayNames(spoken, { type: 'region', fallback: 'code' })));
  return names.of(code) ?? code;
}
