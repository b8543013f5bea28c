/** Days and times of the Gregorian calendar without a zone. */

export interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Excel's last day, 31 December 9999. */
const lastSerial = 2_958_465;

/** Whether there is such a day. Years have four digits: 0001 is how some programs write "no date". */
export function isDay(year: number, month: number, day: number): boolean {
  return year >= 1000 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Excel's serial number (1900 system, whole days plus the time of day as a fraction) as wall-clock time rounded to
 * the second, but never into the next day: the last half second of a day is its 23:59:59. null where there is no such
 * day: below 1 (a time alone), Excel's 29 February 1900 (60), beyond 9999.
 */
export function clockOfSerial(serial: number): WallClock | null {
  if (!(serial >= 1 && serial < lastSerial + 1)) return null;
  const days = Math.floor(serial);
  if (days === 60) return null;
  const seconds = Math.min(Math.round((serial - days) * 86_400), 86_399);
  // Serials before the day that never was are one day behind.
  const epoch = Date.UTC(1899, 11, days < 60 ? 31 : 30);
  return clockOfMs(epoch + (days * 86_400 + seconds) * 1000);
}

/** Milliseconds since 1970 of a wall clock thought of as UTC. */
export function clockOfMs(ms: number): WallClock {
  const date = new Date(ms);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

const pad = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** `2024-01-31` */
export function dateText({ year, month, day }: WallClock): string {
  return `${year}-${pad(month)}-${pad(day)}`;
}

/** `10:05:00` */
export function timeText({ hour, minute, second }: WallClock): string {
  return `${pad(hour)}:${pad(minute)}:${pad(second)}`;
}
