import type { Pause } from '#contract/job.ts';

/** Rows refused alike: by one code, and by one text but for what is a row's own in it. */
export interface RefusedAlike {
  readonly code: number | null;
  /** As the platform wrote it for the first of them. */
  readonly text: string;
  readonly rows: number;
}

/** What one request had answered, or several together. */
export interface Answers {
  readonly answered: number;
  readonly refused: number;
  /** The refusals by code and text, those of the most rows first. */
  readonly kinds: readonly RefusedAlike[];
}

/** Fewer answered rows than this say nothing about a list. */
const leastAnswered = 500;
/** A whole request of this many rows refused alike is no chance either, whatever was accepted before it. */
const leastAlike = 100;
/** Kinds told apart: a platform that words each refusal anew must not fill the memory. */
const kindsKept = 50;

/**
 * The answers of one request from the results of its rows; those that could not be read are not counted. `shown` gives
 * the words that may stand for other rows too, asked once for each kind with the first row that has them.
 */
export function answersOf(results: readonly ({ readonly code: number | null; readonly text: string } | null)[], shown: (text: string, index: number) => string = (text) => text): Answers {
  const kinds = new Map<string, { code: number | null; text: string; rows: number }>();
  let answered = 0;
  let refused = 0;
  for (const [index, result] of results.entries()) {
    if (result === null) continue;
    answered += 1;
    if (result.code === 0) continue;
    refused += 1;
    count(kinds, { ...result, rows: 1 }, (text) => shown(text, index));
  }
  return { answered, refused, kinds: sorted(kinds) };
}

/** Two lots of answers as one. */
export function together(first: Answers, second: Answers): Answers {
  const kinds = new Map<string, { code: number | null; text: string; rows: number }>();
  for (const kind of [...first.kinds, ...second.kinds]) count(kinds, kind);
  return { answered: first.answered + second.answered, refused: first.refused + second.refused, kinds: sorted(kinds) };
}

export const noAnswers: Answers = { answered: 0, refused: 0, kinds: [] };

/**
 * What the answers of a run speak for. Pure. Pauses when of the rows answered last (of as many requests as hold 500 of
 * them) at least `percent` were refused, or when the last request, of 100 rows or more, was refused whole and alike.
 *
 * `requests`: what was answered, the last one at the end. Null: nothing speaks for a pause.
 */
export function judgeRefusals(requests: readonly Answers[], percent: number): Omit<Pause, 'at'> | null {
  const last = requests.at(-1);
  if (last === undefined || last.refused === 0) return null;
  const recent = recentOf(requests);
  if (recent.answered >= leastAnswered && recent.refused * 100 >= percent * recent.answered) return pauseOf(recent);
  const isAlike = last.answered >= leastAlike && last.refused === last.answered && last.kinds.length === 1;
  return isAlike ? pauseOf(last) : null;
}

/** The last requests together, as many as are needed; those before them may be forgotten. */
export function recentRequests(requests: readonly Answers[]): readonly Answers[] {
  let answered = 0;
  let from = requests.length;
  while (from > 0 && answered < leastAnswered) {
    from -= 1;
    answered += requests[from]?.answered ?? 0;
  }
  return requests.slice(from);
}

function recentOf(requests: readonly Answers[]): Answers {
  return recentRequests(requests).reduce(together, noAnswers);
}

function pauseOf({ answered, refused, kinds }: Answers): Omit<Pause, 'at'> {
  const [most] = kinds;
  const rows = { answered, refused, alike: most?.rows ?? 0 };
  return { reason: 'rows-refused', httpStatus: null, code: most?.code ?? null, text: most?.text ?? null, rows };
}

function count(kinds: Map<string, { code: number | null; text: string; rows: number }>, { code, text, rows }: RefusedAlike, shown: (text: string) => string = (words) => words): void {
  const key = `${code} ${withoutOwn(text)}`;
  const kind = kinds.get(key);
  if (kind !== undefined) kind.rows += rows;
  else if (kinds.size < kindsKept) kinds.set(key, { code, text: shown(text), rows });
}

/** Characters by which the words of two refusals are compared: longer ones are told apart by their beginnings. */
const mostCompared = 2_000;

/** "Profile 17 “a@example.com” not found" and that of row 18 are one: what is quoted, an address or a number is a row's own. */
function withoutOwn(text: string): string {
  const begin = text.slice(0, mostCompared);
  return begin.replace(/"[^"]*"|'[^']*'|“[^“”]*”|«[^«»]*»|`[^`]*`/g, '…').replace(/(?<!\S)\S+@\S+/g, '…').replace(/\d+/g, '0');
}

function sorted(kinds: ReadonlyMap<string, RefusedAlike>): readonly RefusedAlike[] {
  return [...kinds.values()].sort((a, b) => b.rows - a.rows);
}
