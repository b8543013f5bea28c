import type { CellMark } from '../rowWriter.ts';

/** Wrong, and wrong but left out of a row that is sent all the same: the colours of Excel's own "bad" and "neutral". */
export const markFills = ['FFC7CE', 'FFEB9C'] as const;

/** Of a mark: how many times all cell formats come before those that it is shown in. */
export const markShift: Readonly<Record<CellMark['tint'], number>> = { wrong: 1, 'left-out': 2 };

/** Numbers of their fills, in the order of the shifts. */
export const markTints: readonly number[] = Object.values(markShift).map((shift) => shift + 1);
