import type { Cell } from '#contract/cells.ts';
import { damaged } from '../limits.ts';
import { GT, isSpace, LT, SPACE, word } from '../xml/codes.ts';
import { CanonicalXml } from '../xml/canonicalXml.ts';
import { XmlCursor } from '../xml/cursor.ts';
import { outerScope, type Scope } from '../xml/namespaces.ts';
import { readRoot } from '../xml/root.ts';
import { isVerbatim, richText, TextRun } from '../xml/runs.ts';
import { asciiCell, textCell, textFlaw } from '../textCell.ts';
import { StringStore } from './stringStore.ts';

const lowerT = 116;
/** Cells kept for strings that come again. */
const cacheSlots = 1 << 16;

/** Cells by slot, each with the number of its string. */
interface Kept {
  readonly keys: Int32Array;
  readonly cells: Cell[];
}

/**
 * The shared strings of a workbook (ECMA-376 part 1, 18.4), read only as far as cells ask for them: the first
 * rows of a million need a thousandth of the table.
 */
export class SharedStrings {
  readonly #pieces: AsyncIterator<Buffer> | null;
  readonly #xml = new XmlCursor();
  readonly #run = new TextRun();
  readonly #store: StringStore;
  #state: 'before' | 'inside' | 'complete';
  /** Names are taken as they are written while the root has declared them so, as in SheetScanner. */
  #scope: Scope = outerScope;
  #canonical: CanonicalXml | null = null;
  /** A bit for each string that was used once; only those used twice are worth keeping. */
  #used = new Uint8Array(1024);
  /** Made when the first string is used again: a small workbook opens in less time than these take. */
  #kept: Kept | null = null;

  /** `pieces`: the part as UTF-8; null for a workbook without one. */
  constructor(pieces: AsyncIterable<Buffer> | null, store = new StringStore()) {
    this.#store = store;
    this.#pieces = pieces === null ? null : pieces[Symbol.asyncIterator]();
    this.#state = pieces === null ? 'complete' : 'before';
  }

  /** The cell of a string; undefined where `load` has to come first. Throws source-damaged where there is no such string. */
  cell(index: number): Cell | undefined {
    const slot = index & (cacheSlots - 1);
    const kept = this.#kept;
    if (kept !== null && kept.keys[slot] === index) return kept.cells[slot];
    if (index >= this.#store.count) {
      if (this.#state === 'complete') throw damaged('string-index');
      return undefined;
    }
    const v = this.#store.get(index);
    const cell: Cell = this.#store.gotPlain && v !== '' ? asciiCell(v) : textCell(v);
    if (this.#usedBefore(index)) {
      const keeping = (this.#kept ??= { keys: new Int32Array(cacheSlots).fill(-1), cells: new Array<Cell>(cacheSlots).fill(null) });
      keeping.keys[slot] = index;
      keeping.cells[slot] = cell;
    }
    return cell;
  }

  #usedBefore(index: number): boolean {
    const byte = index >> 3;
    const bit = 1 << (index & 7);
    if (byte >= this.#used.length) {
      const grown = new Uint8Array(Math.max(this.#used.length * 2, byte + 1));
      grown.set(this.#used);
      this.#used = grown;
    }
    const known = ((this.#used[byte] ?? 0) & bit) !== 0;
    this.#used[byte] = (this.#used[byte] ?? 0) | bit;
    return known;
  }

  /** Reads on until the string is there or the part ends. */
  async load(index: number): Promise<void> {
    while (index >= this.#store.count && this.#state !== 'complete') await this.#more();
  }

  async #more(): Promise<void> {
    const next = await this.#pieces?.next();
    if (next === undefined || next.done === true) {
      if (this.#canonical !== null) this.#xml.append(this.#canonical.end());
      this.#scan();
      if (this.#state !== 'complete' && this.#xml.pos < this.#xml.end) throw damaged('strings-cut-off');
      this.#state = 'complete';
      return;
    }
    this.#xml.append(this.#canonical?.feed(next.value) ?? next.value);
    if (this.#xml.isReady) this.#scan();
  }

  /** Ends the reading of a part that nobody will ask again. */
  async close(): Promise<void> {
    await this.#pieces?.return?.();
    this.#store.close();
  }

  #scan(): void {
    const xml = this.#xml;
    for (;;) {
      xml.strange = false;
      const at = this.#step(xml.pos);
      if (xml.strange) this.#goCanonical();
      else if (at < 0) {
        xml.pause();
        return;
      } else xml.pos = at;
    }
  }

  /** From the first unused byte on, names are told by their declarations. */
  #goCanonical(): void {
    const xml = this.#xml;
    const rest = Buffer.from(xml.bytes.subarray(xml.pos, xml.end));
    this.#canonical = new CanonicalXml('main', this.#scope, this.#state === 'inside' ? ['sst'] : []);
    xml.pos = xml.end;
    xml.append(this.#canonical.feed(rest));
    xml.strange = false;
  }

  #root(from: number): number {
    const xml = this.#xml;
    const root = readRoot(xml, from);
    if (root === null || xml.strange) return -1;
    this.#scope = root.scope;
    this.#state = xml.selfClosed ? 'complete' : 'inside';
    return root.at;
  }

  /** Over one tag, or one whole string item. */
  #step(from: number): number {
    const xml = this.#xml;
    if (this.#state === 'inside' && xml.view.getUint32(from, true) === itemTag) {
      const behind = this.#plainItem(from + 4);
      if (behind !== 0) return behind;
    }
    let at = xml.nextTag(from);
    if (at < 0) return -1;
    at = xml.tag(at);
    if (at < 0) return -1;
    if (this.#state === 'before') {
      if (!xml.strange && !xml.named('sst')) throw damaged('strings-root');
      return this.#root(at);
    }
    if (xml.strange) return -1;
    if (!xml.closing && xml.named('si')) return this.#item(at);
    const isEnd = xml.closing && xml.named('sst');
    const { closing } = xml;
    at = xml.passTag(at);
    if (at < 0 || xml.strange) return -1;
    if (isEnd) this.#state = 'complete';
    return closing || xml.selfClosed ? at : xml.skipElement(at);
  }

  #item(from: number): number {
    const xml = this.#xml;
    const at = xml.passTag(from);
    if (at < 0 || xml.strange) return -1;
    if (xml.selfClosed) {
      this.#store.add(xml.bytes, 0, 0, true);
      return at;
    }
    const behind = this.#plainItem(at);
    if (behind !== 0) return behind;
    const rich = richText(xml, at, 'si');
    if (rich < 0) return -1;
    const bytes = Buffer.from(xml.text);
    this.#store.add(bytes, 0, bytes.length, bytes.length === xml.text.length && textFlaw(xml.text) === null);
    return rich;
  }

  /** `<t>text</t></si>`, as nearly all are: the bytes are the string. 0 where it is not that plain. */
  #plainItem(from: number): number {
    const { bytes, view, end } = this.#xml;
    if (bytes[from] !== LT || bytes[from + 1] !== lowerT) return 0;
    let start = from + 3;
    let keepsSpace = false;
    if (bytes[from + 2] !== GT) {
      if (bytes[from + 2] !== SPACE) return 0;
      start = this.#xml.leaveTextTag(from + 2);
      if (start < 0 || this.#xml.strange) return -1;
      if (this.#xml.selfClosed) return 0;
      ({ keepsSpace } = this.#xml);
    }
    const at = this.#run.scan(bytes, start, end);
    if (at < 0) return -1;
    const { flags } = this.#run;
    if (!isVerbatim(flags) || !isItemEnd(view, at)) return 0;
    if (!keepsSpace && (isSpace(bytes[start]) || isSpace(bytes[at - 1]))) return 0;
    this.#store.add(bytes, start, at, flags === 0);
    return at + 9;
  }
}

const itemTag = word('<si>');
const itemEnd = [word('</t>'), word('</si')] as const;

/** `</t></si>` */
function isItemEnd(view: DataView, at: number): boolean {
  return view.getUint32(at, true) === itemEnd[0] && view.getUint32(at + 4, true) === itemEnd[1] && view.getUint8(at + 8) === GT;
}
