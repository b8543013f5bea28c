/** A set of positions as rising runs without gaps inside: the rows of a chunk. Pure. */
export interface Run {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
}

/** Runs of strictly rising positions. */
export function runsOf(positions: Iterable<number>): readonly Run[] {
  const runs: { from: number; to: number }[] = [];
  let last: { from: number; to: number } | undefined;
  for (const position of positions) {
    if (last !== undefined && position === last.to + 1) last.to = position;
    else {
      last = { from: position, to: position };
      runs.push(last);
    }
  }
  return runs;
}

export function countOf(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + run.to - run.from + 1, 0);
}

export function* positionsOf(runs: readonly Run[]): Generator<number> {
  for (const run of runs) for (let position = run.from; position <= run.to; position += 1) yield position;
}

/** "1-500,502": the form stored with a chunk. */
export function encodeRuns(runs: readonly Run[]): string {
  return runs.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

export function decodeRuns(text: string): readonly Run[] {
  if (text === '') return [];
  return text.split(',').map((part) => {
    const dash = part.indexOf('-');
    const from = Number(dash < 0 ? part : part.slice(0, dash));
    return { from, to: dash < 0 ? from : Number(part.slice(dash + 1)) };
  });
}

/** Cuts runs after their first `count` positions. */
export function splitRuns(runs: readonly Run[], count: number): readonly [readonly Run[], readonly Run[]] {
  const head: Run[] = [];
  const tail: Run[] = [];
  let left = count;
  for (const run of runs) {
    const length = run.to - run.from + 1;
    if (left >= length) head.push(run);
    else if (left <= 0) tail.push(run);
    else {
      head.push({ from: run.from, to: run.from + left - 1 });
      tail.push({ from: run.from + left, to: run.to });
    }
    left -= length;
  }
  return [head, tail];
}
