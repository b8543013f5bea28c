import type { JobFile } from '../../store/jobFile.ts';

/** Which rows stand back for which, in a few bytes a row whatever their number. Positions count from 1. */
export interface GroupTable {
  readonly rows: number;
  /** Rows that stand back. */
  readonly duplicates: number;
  /** Groups there are. */
  readonly total: number;
  /** By position: that of the row that is sent instead; 0 where there is none. */
  readonly sentFor: Uint32Array;
  /** By the position of a row that is sent: rows of its group, itself included; 0 where it has no duplicates. */
  readonly sizes: Uint32Array;
  /** Positions of the rows that are sent, by the first row of their groups. */
  inOrder(): Generator<number>;
}

/** A row that was sent before another one of its key was picked or joined it: both by their positions. */
export interface SentBefore {
  readonly position: number;
  readonly instead: number;
}

/** Reads which rows are duplicates of which; `before`: rows to be told with them though they do not stand back. Fault job-corrupt. */
export function groupTable(file: JobFile, before: Iterable<SentBefore> = []): GroupTable {
  const rows = file.job.read()?.rowsRead ?? 0;
  const positionOf = positionFinder(file.blocks.rowNumbers(rows));
  const [sentFor, sizes, firsts] = [new Uint32Array(rows + 1), new Uint32Array(rows + 1), new Uint32Array(rows + 1)];
  let [duplicates, total] = [0, 0];
  const join = (position: number, sent: number): void => {
    if (sent === 0 || position > rows) return;
    if (sizes[sent] === 0) {
      total += 1;
      sizes[sent] = 1;
      firsts[sent] = sent;
    }
    firsts[sent] = Math.min(firsts[sent] ?? position, position);
    sentFor[position] = sent;
    sizes[sent] = (sizes[sent] ?? 0) + 1;
  };
  for (const { position, ofRow } of file.problems.duplicates()) {
    duplicates += 1;
    join(position, positionOf(ofRow));
  }
  for (const { position, instead } of before) join(position, instead);
  return {
    rows, duplicates, total, sentFor, sizes,
    *inOrder() {
      for (let position = 1; position <= rows; position += 1) {
        const sent = sizes[position] === 0 ? (sentFor[position] ?? 0) : position;
        if (sent > 0 && firsts[sent] === position) yield sent;
      }
    },
  };
}

/** Numbers of rows rise with their positions. Gives 0 for a number that is not there. */
function positionFinder(numbers: Uint32Array): (row: number) => number {
  return (row) => {
    let [from, to] = [0, numbers.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((numbers[middle] ?? 0) < row) from = middle + 1;
      else to = middle;
    }
    return row > 0 && numbers[from] === row ? from + 1 : 0;
  };
}
