import { dateText, timeText, type WallClock } from './calendar.ts';
import { zoneName } from './places.ts';

/** The offset in which a wall-clock time is meant, as RFC 3339 writes it: `Z` or `+03:00`. */
export type OffsetOf = (clock: WallClock) => string;

/** How a zone of a recipe gives offsets: `Z` and offsets are themselves, names follow the zone's history; null for an unknown name. */
export function zoneOffsets(zone: string): OffsetOf | null {
  if (/^(?:Z|[+-]\d{2}:\d{2})$/.test(zone)) return () => zone;
  const name = zoneName(zone);
  return name === null ? null : offsetsOf(name);
}

function offsetsOf(timeZone: string): OffsetOf {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone, hourCycle: 'h23', era: 'short', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  });
  /** Minutes east of Greenwich at an instant. */
  const minutesAt = (ms: number): number => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return Math.round((local - ms) / 60_000);
  };
  return (clock) => {
    const wall = Date.parse(`${dateText(clock)}T${timeText(clock)}Z`);
    // The offset at the wall time read as UTC is right but for the hours around a change of the clocks.
    const first = minutesAt(wall);
    return written(minutesAt(wall - first * 60_000));
  };
}

function written(minutes: number): string {
  if (minutes === 0) return 'Z';
  const pad = (value: number): string => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
