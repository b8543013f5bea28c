import { shownText, type Cell } from '#contract/cells.ts';

/** What a mend makes of a cell; undefined where it leaves the cell as it is. Pure: null is an empty cell. */
export type CellMend = (cell: Cell) => Cell | undefined;

/** A text as somebody would type it into the cell. */
export function textCell(text: string): Cell {
  return text === '' ? null : { t: 's', v: text };
}

/** The text of a cell that holds one, also of one with control characters in it; null for any other cell. */
export function typedText(cell: Cell): string | null {
  if (cell?.t === 's') return cell.v;
  return cell?.t === 'x' && cell.why === 'control' ? cell.v : null;
}

/** What a cell shows, whatever it holds; null where it is empty, not there, or under a merge whose value is not read. */
export function shownIn(cell: Cell): string | null {
  if (cell === null || cell.t === 'm') return null;
  const shown = shownText(cell);
  return shown === '' ? null : shown;
}

/** A mend of texts: numbers, dates and the like stay as they are. `change` gives null for what it cannot change. */
export function ofTexts(change: (text: string) => string | null): CellMend {
  return (cell) => {
    const text = typedText(cell);
    const changed = text === null ? null : change(text);
    return changed === null || changed === text ? undefined : textCell(changed);
  };
}

/** A mend of whatever a cell shows, which leaves a text. */
export function ofShown(change: (shown: string) => string | null): CellMend {
  return (cell) => {
    const shown = shownIn(cell);
    const changed = shown === null ? null : change(shown);
    return changed === null || changed === shown ? undefined : textCell(changed);
  };
}
