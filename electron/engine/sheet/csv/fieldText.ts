import type { Cell } from '#contract/cells.ts';
import { limits, tooLarge } from '../limits.ts';
import { textCell } from '../textCell.ts';

/**
 * Words that Excel writes for a value it could not work out, in English, Russian and German (Microsoft, "ERROR.TYPE
 * function", and the same page in those languages). Other programs write them in lower case, too.
 */
const errorWords: ReadonlySet<string> = new Set([
  '#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NUM!', '#NULL!', '#SPILL!', '#CALC!', '#FIELD!', '#BLOCKED!', '#CONNECT!',
  '#UNKNOWN!', '#GETTING_DATA', '#BUSY!', '#PYTHON!', '#EXTERNAL!', '#N/A!', '#ERROR!',
  '#Н/Д', '#ССЫЛКА!', '#ЗНАЧ!', '#ДЕЛ/0!', '#ИМЯ?', '#ЧИСЛО!', '#ПУСТО!', '#ПЕРЕНОС!', '#ВЫЧИСЛ!', '#ПОЛЕ!', '#ЗАБЛОКИРОВАНО!',
  '#ПОДКЛЮЧИТЬ!', '#НЕИЗВЕСТНО!', '#ПЕРЕГРУЗКА!',
  '#NV', '#BEZUG!', '#WERT!', '#ZAHL!', '#ÜBERLAUF!', '#KALK!', '#FELD!',
]);

/** A text that Excel is kept from taking for a number: `="00123"`. */
const formulaText = /^\s*="((?:[^"]|"")*)"\s*$/;

/**
 * The cell of a field that begins with `=` or `#`, or whose characters have to be looked at: `="00123"` is the text in
 * its quotes, what Excel writes in place of a value (an error word, a column too narrow: `####`) is an error.
 * Throws source-too-large beyond the bound on a cell.
 */
export function fieldCell(text: string): Cell {
  if (text.length > limits.cell) throw tooLarge('cell');
  if (text.startsWith('#')) {
    const word = text.trim();
    if (/^##+$/.test(word) || errorWords.has(word.toUpperCase())) return { t: 'e', v: word };
  }
  const inner = text.startsWith('=') ? formulaText.exec(text)?.[1] : undefined;
  const value = inner === undefined ? text : inner.replaceAll('""', '"');
  return value === '' ? null : textCell(value);
}
