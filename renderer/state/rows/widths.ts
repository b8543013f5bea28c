import { shownText, type Column } from '#contract/cells.ts';
import type { JobRow } from '#contract/job.ts';

const [narrowest, widest] = [88, 280];
/** Px of a letter in the grid's font, as most are, and of what stands beside the text. */
const [letterWidth, around] = [8, 24];

/** Px of each column by its header and by what some rows show in it. Pure. */
export function widthsOf(columns: readonly Column[], sample: readonly JobRow[]): readonly number[] {
  return columns.map(({ header, index }) => {
    const longest = sample.reduce((most, { cells }) => Math.max(most, shownText(cells[index] ?? null).length), header.length);
    return Math.round(Math.min(widest, Math.max(narrowest, longest * letterWidth + around)));
  });
}
