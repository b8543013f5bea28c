import type { Cell } from '#contract/cells.ts';
import { visibleText } from '#contract/sameText.ts';
import type { NumberFormat } from './numberFormat.ts';
import { literalText, textSectionOf } from './sections.ts';

type TextCell = Extract<Cell, { readonly t: 's' }>;

/** A format with what its section for texts makes of them, such as `"+7"@`; as it is where texts are shown as they are. */
export function withTextSection(format: NumberFormat, code: string): NumberFormat {
  const pieces = textSectionOf(code);
  if (pieces === null || showsAsIs(pieces)) return format;
  const show = (text: string): string => pieces.map((piece) => (piece === '@' ? text : piece.startsWith('[$') ? currencyOf(piece) : literalText(piece))).join('');
  return { ...format, textCell: (cell) => shownCell(cell, show(cell.v), code) };
}

/** Blanks that only line texts up are cut from them anyway. A section without `@` that shows digits or days is none for texts. */
function showsAsIs(pieces: readonly string[]): boolean {
  const seen = pieces.filter((piece) => !/^(?:_.|\\? |" *")$/su.test(piece));
  if (seen.length === 1 && seen[0] === '@') return true;
  if (seen.includes('@')) return false;
  return !seen.every((piece) => /^(?:".*"|\\.|\[\$.*|[ $€₽£+\-/():!^&'~{}<>=])$/su.test(piece));
}

/** `[$€-407]` is shown as €. */
function currencyOf(piece: string): string {
  return /^\[\$([^\]-]*)/.exec(piece)?.[1] ?? '';
}

function shownCell(cell: TextCell, shown: string, f: string): TextCell {
  if (shown === cell.v) return cell;
  if (visibleText(shown) !== '') return { t: 's', v: shown, written: cell.v, f };
  // White space alone is no value that could be hidden.
  return visibleText(cell.v) === '' ? cell : { t: 's', v: '', written: cell.v, f };
}
