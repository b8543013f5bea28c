/**
 * Where rows lie in a grid that is higher than a browser's elements can be: 2 ** 25 px of the screen in Chromium (its
 * LayoutUnit), counted with the zoom. Beyond a share of that the scroll bar stands for a taller list, whose places are
 * `offset`, in px of the list. Pure.
 */

export const rowHeight = 28;
/** Half of what Chromium takes: its own sums of places must not run over, and single px must stay apart (2 ** 24). */
const tallest = 2 ** 24;

export interface Span {
  /** Px of all rows. */
  readonly list: number;
  /** Px of the element that stands for them. */
  readonly element: number;
  /** Px of rows that are seen. */
  readonly view: number;
}

/** `ratio`: px of the screen for one of the page, zoom included. */
export function spanOf(rows: number, view: number, ratio: number): Span {
  const list = rows * rowHeight;
  return { list, element: Math.min(list, Math.max(view * 2, Math.floor(tallest / Math.max(1, ratio)))), view };
}

/** How far the list moves for a px of the scroll bar's. */
export function factorOf({ list, element, view }: Span): number {
  return list <= element || element <= view ? 1 : (list - view) / (element - view);
}

export function bounded(offset: number, { list, view }: Span): number {
  return Math.min(Math.max(0, offset), Math.max(0, list - view));
}

/** The smallest move that shows the whole row; the offset itself where it is seen already. */
export function offsetShowing(row: number, offset: number, { view, list, element }: Span): number {
  const top = row * rowHeight;
  const bottom = top + rowHeight;
  const wanted = top < offset ? top : bottom > offset + view ? bottom - view : offset;
  return bounded(wanted, { view, list, element });
}

/** The row in the middle of the view. */
export function offsetCentring(row: number, span: Span): number {
  return bounded(row * rowHeight - (span.view - rowHeight) / 2, span);
}

/** Rows drawn above and below those that are seen. */
const beyond = 6;

/** Indexes of the rows that are drawn, of so many: all of them are of one height, so none has to be measured. */
export function drawnRows(rows: number, offset: number, view: number): readonly number[] {
  const first = Math.max(0, Math.floor(offset / rowHeight) - beyond);
  const last = Math.min(rows - 1, Math.ceil((offset + view) / rowHeight) - 1 + beyond);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/** At most so many are drawn at once, wherever the list is scrolled to. */
export const mostDrawn = (view: number): number => Math.ceil(view / rowHeight) + 1 + 2 * beyond;
