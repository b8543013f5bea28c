import { undoneEscapes } from '../../api/spellings/escapes.ts';

/**
 * What a server said of a whole request, for the status, the list and the terminal: servers and proxies quote what
 * they were sent, and what belongs to one person must not stand over a whole job. Everything that occurs among the
 * values of the items sent is left out, and whatever looks like an address or a telephone number besides. The words are
 * not reduced to known ones: those of a proxy or of a tariff's limit are what an operator needs. Long ones are cut: a
 * server that sends megabytes must hold nothing up. Pure.
 *
 * `items`: the profiles sent, each as JSON.
 */
export function shownWords(text: string, items: Iterable<string>): string {
  const all = undoneEscapes(text.slice(0, mostRead));
  const plain = all.slice(0, mostMasked);
  const lower = plain.toLowerCase();
  const cutOff = /[\p{L}\p{N}]{3,}(?=[.…\s]*$)/u.exec(lower.slice(-longestCutOff))?.[0] ?? null;
  const found = new Set<string>();
  for (const value of valuesOf(items)) {
    if (lower.includes(value)) found.add(value);
    // What is quoted is often cut at some length, in the middle of a value.
    if (cutOff !== null && value.startsWith(cutOff)) found.add(cutOff);
  }
  const longestFirst = [...found].sort((a, b) => b.length - a.length).map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  const without = longestFirst.length === 0 ? plain : plain.replace(new RegExp(longestFirst.join('|'), 'giu'), '…');
  const masked = without.replace(address, '…').replace(/\+?\d(?:[\s().-]{0,2}\d){6,}/g, '…');
  return masked.length <= mostShown && plain.length === all.length && text.length <= mostRead ? masked : cut(masked);
}

/** Characters of a server's words that are read, those that are looked through without escapes, and those shown at most. */
const mostRead = 16_000;
const mostMasked = 4_000;
const mostShown = 2_000;
/** A value that is cut off at the end of what was said. */
const longestCutOff = 500;

/** Looked for from the beginning of a word, or from behind a comma, so that no word is gone through twice. */
const address = /(?<![^\s"'<>@:=])[^\s"'<>@:=]+@[^\s"'<>,;]+|(?<=[,;])[^\s"'<>@:=,;]+@[^\s"'<>,;]+/gu;

/** What was masked behind the cut too, so that it goes through no value; the word at the cut goes, as it may be half of one. */
function cut(masked: string): string {
  const shown = masked.slice(0, mostShown);
  const last = shown.search(/\s\S{0,200}$/);
  return `${(last === -1 ? shown.slice(0, -200) : shown.slice(0, last)).trimEnd()} …`;
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
