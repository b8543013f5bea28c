import { m } from '#messages';
import { grouped } from '#contract/counted.ts';
import { InvalidArgumentError } from 'commander';

/** A whole number within bounds. */
export function whole(from: number, to: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < from || value > to) throw new InvalidArgumentError(m.cli_usage_whole_between({ from: grouped(from), to: grouped(to) }));
    return value;
  };
}

/** Whole numbers, of an option that is given several times. */
export function each(text: string, earlier: readonly number[]): readonly number[] {
  if (!/^-?\d{1,9}$/.test(text)) throw new InvalidArgumentError(m.cli_usage_whole());
  return [...earlier, Number(text)];
}

/** "90%", "90" or "off". */
export function refusedShare(text: string): number | 'off' {
  if (text.toLowerCase() === 'off') return 'off';
  const percent = /^(\d{1,3})\s*%?$/.exec(text.trim())?.[1];
  const value = Number(percent);
  if (percent === undefined || value < 1 || value > 100) throw new InvalidArgumentError(m.cli_usage_share());
  return value;
}
