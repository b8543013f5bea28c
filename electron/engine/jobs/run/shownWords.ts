import { undoneEscapes } from '../../api/tokenSpellings.ts';

/**
 * What a server said of a whole request, for the status, the list and the terminal: servers and proxies quote what
 * they were sent, and what belongs to one person must not stand over a whole job. Everything that occurs among the
 * values of the items sent is left out, and whatever looks like an address or a telephone number besides. The words are
 * not reduced to known ones: those of a proxy or of a tariff's limit are what an operator needs. Pure.
 *
 * `items`: the profiles sent, each as JSON.
 */
export function shownWords(text: string, items: Iterable<string>): string {
  const plain = undoneEscapes(text);
  const lower = plain.toLowerCase();
  const cutOff = /[\p{L}\p{N}]{3,}(?=[.…\s]*$)/u.exec(lower)?.[0] ?? null;
  const found = new Set<string>();
  for (const value of valuesOf(items)) {
    if (lower.includes(value)) found.add(value);
    // What is quoted is often cut at some length, in the middle of a value.
    if (cutOff !== null && value.startsWith(cutOff)) found.add(cutOff);
  }
  const longestFirst = [...found].sort((a, b) => b.length - a.length).map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const without = longestFirst.length === 0 ? plain : plain.replace(new RegExp(longestFirst.join('|'), 'giu'), '…');
  return without.replace(/[^\s"'<>@:=]+@[^\s"'<>,;]+/gu, '…').replace(/\+?\d(?:[\s().-]{0,2}\d){6,}/g, '…');
}

function parsed(item: string): unknown {
  try {
    return JSON.parse(item);
  } catch {
    return null;
  }
}

/** Shorter ones stand in any sentence by chance. */
const leastText = 3;
const leastDigits = 4;

/** Values of the items in small letters, whole and word by word. */
function* valuesOf(items: Iterable<string>): Generator<string> {
  for (const item of items) {
    const open: unknown[] = [parsed(item)];
    for (let value = open.pop(); value !== undefined; value = open.pop()) {
      if (typeof value === 'object' && value !== null) open.push(...Object.values<unknown>({ ...value }).filter((one) => one !== undefined));
      else if (typeof value === 'string' || typeof value === 'number') yield* partsOf(String(value).toLowerCase());
    }
  }
}

function* partsOf(text: string): Generator<string> {
  const isLong = (part: string): boolean => part.length >= (/^\d+$/.test(part) ? leastDigits : leastText);
  if (isLong(text)) yield text;
  if (/\s/.test(text)) yield* text.split(/[\s,;]+/).filter(isLong);
}
