import type { Cell } from '#contract/cells.ts';
import { limits, tooLarge } from '../limits.ts';
import { asciiCell, textCell } from '../textCell.ts';
import { asciiSlice, utf8Slice } from './slices.ts';

const slots = 8192;
/** Bytes kept for each slot; longer texts hardly ever come again. */
const keyBytes = 64;

/**
 * String cells of text that comes again and again (names, cities, tags), found by their bytes: comparing is much
 * cheaper than making a string, and one cell serves all rows. A text is kept when it comes the second time, so
 * that a column of e-mail addresses does not drive out the cities.
 */
export class TextCache {
  readonly #seen = new Int32Array(slots);
  /** Made when the first text comes again: a file is looked at in several ways before it is read, and small ones repeat nothing. */
  #kept: Kept | null = null;

  /**
   * The cell of bytes that are not empty and stand for themselves; `hash` is that of TextRun. `isPlain`: all are ASCII,
   * and none is a control character but tab and line end.
   */
  cell(bytes: Buffer, start: number, end: number, isPlain: boolean, hash: number): Cell {
    const length = end - start;
    if (length > keyBytes) return bytesCell(bytes, start, end, isPlain);
    const slot = (hash ^ (hash >>> 13)) & (slots - 1);
    const kept = this.#kept;
    if (kept !== null && kept.keys[slot] === hash && kept.lengths[slot] === length && holds(kept.bytes, slot, bytes, start, end)) {
      return kept.cells[slot] ?? null;
    }
    const cell = bytesCell(bytes, start, end, isPlain);
    if (this.#seen[slot] !== hash) {
      this.#seen[slot] = hash;
      return cell;
    }
    const keeping = (this.#kept ??= emptyKept());
    keeping.keys[slot] = hash;
    keeping.lengths[slot] = length;
    keeping.cells[slot] = cell;
    bytes.copy(keeping.bytes, slot * keyBytes, start, end);
    return cell;
  }
}

/** What is kept of the texts that came again, by slot. */
interface Kept {
  readonly keys: Int32Array;
  readonly lengths: Uint8Array;
  readonly bytes: Buffer;
  readonly cells: Cell[];
}

function emptyKept(): Kept {
  return { keys: new Int32Array(slots), lengths: new Uint8Array(slots), bytes: Buffer.alloc(slots * keyBytes), cells: new Array<Cell>(slots).fill(null) };
}

function holds(kept: Buffer, slot: number, bytes: Buffer, start: number, end: number): boolean {
  let other = slot * keyBytes;
  for (let at = start; at < end; at += 1, other += 1) if (bytes[at] !== kept[other]) return false;
  return true;
}

/** Throws source-too-large beyond the bound on a cell. */
function bytesCell(bytes: Buffer, start: number, end: number, isPlain: boolean): Cell {
  const v = isPlain ? asciiSlice(bytes, start, end) : utf8Slice(bytes, start, end);
  if (v.length > limits.cell) throw tooLarge('cell');
  return isPlain ? asciiCell(v) : textCell(v);
}
