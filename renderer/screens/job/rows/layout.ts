/** Measures of the grid, in px. */
export const headHeight = 44;
/** Row number and state, which stay at the left. */
export const fixedWidth = 184;
/** What came of the row. */
export const outcomeWidth = 260;
/** Columns of the grid before those of the job. */
export const columnsBefore = 3;
