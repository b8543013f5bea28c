/** A place in a text, in UTF-16 units. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** What is looked for: ASCII characters in the folded form that the units of a text are given in. */
export interface Needle {
  readonly text: string;
  /** A few characters around it hang on it too and go with it. */
  readonly isBase64?: boolean;
}

interface Automaton {
  /** The next state by state and character. */
  readonly next: Uint16Array;
  /** Characters of the longest needle that ends in a state, 0 for none; below 0 for one in base64. */
  readonly ending: Int16Array;
  readonly longest: number;
}

const alphabet = 128;

/** Aho and Corasick's automaton (1975): one step for each character, whatever the text and the needles repeat. */
export function automatonOf(needles: readonly Needle[]): Automaton {
  const some = needles.filter(({ text }) => text !== '');
  const states = some.reduce((sum, { text }) => sum + text.length, 1);
  const next = new Uint16Array(states * alphabet);
  const ending = new Int16Array(states);
  let used = 1;
  for (const { text, isBase64 } of some) {
    let state = 0;
    for (const character of text) {
      const at = state * alphabet + character.charCodeAt(0);
      if (next[at] === 0) next[at] = used++;
      state = next[at] ?? 0;
    }
    ending[state] = isBase64 === true ? -text.length : text.length;
  }
  complete(next, ending, states);
  return { next, ending, longest: some.reduce((most, { text }) => Math.max(most, text.length), 1) };
}

/** Adds the steps after a character that leads no needle on: those of the longest end that may begin another. */
function complete(next: Uint16Array, ending: Int16Array, states: number): void {
  const fallback = new Uint16Array(states);
  const open = [0];
  for (let at = 0; at < open.length; at += 1) {
    const state = open[at] ?? 0;
    const other = fallback[state] ?? 0;
    if (ending[state] === 0) ending[state] = ending[other] ?? 0;
    for (let character = 0; character < alphabet; character += 1) {
      const index = state * alphabet + character;
      const aside = state === 0 ? 0 : next[other * alphabet + character] ?? 0;
      const child = next[index] ?? 0;
      if (child === 0) next[index] = aside;
      else {
        fallback[child] = aside;
        open.push(child);
      }
    }
  }
}

/** Finds needles in units that are handed over one by one, each with its place in the text. */
export class Search {
  readonly found: Place[] = [];
  readonly #automaton: Automaton;
  readonly #text: string;
  /** Where the last units began, as many as the longest needle has. */
  readonly #begins: Uint32Array;
  readonly #mask: number;
  #units = 0;
  #state = 0;

  constructor(automaton: Automaton, text: string) {
    this.#automaton = automaton;
    this.#text = text;
    const room = 2 ** Math.ceil(Math.log2(automaton.longest + 1));
    this.#begins = new Uint32Array(room);
    this.#mask = room - 1;
  }

  /** `unit`: below 128; 0 for what stands in no needle. */
  take(unit: number, from: number, to: number): void {
    this.#begins[this.#units & this.#mask] = from;
    this.#units += 1;
    this.#state = this.#automaton.next[this.#state * alphabet + unit] ?? 0;
    const length = this.#automaton.ending[this.#state] ?? 0;
    if (length !== 0) this.#note(length, to);
  }

  #note(length: number, to: number): void {
    const from = this.#begins[(this.#units - Math.abs(length)) & this.#mask] ?? 0;
    this.found.push(length > 0 ? { from, to } : widened(this.#text, from, to));
    this.#state = 0;
  }
}

/** In base64 the characters beside a whole core hold a few bits of it. */
function widened(text: string, from: number, to: number): Place {
  const before = /[A-Za-z0-9+/_-]{0,2}$/.exec(text.slice(Math.max(0, from - 2), from))?.[0] ?? '';
  const behind = /^[A-Za-z0-9+/_-]?={0,2}/.exec(text.slice(to, to + 3))?.[0] ?? '';
  return { from: from - before.length, to: to + behind.length };
}

/** A text with `mark` in all these places, which may overlap and stand in any order. */
export function cutOut(text: string, places: readonly Place[], mark: string): string {
  const parts: string[] = [];
  let done = 0;
  for (const { from, to } of [...places].sort((a, b) => a.from - b.from)) {
    if (from >= done) parts.push(text.slice(done, from), mark);
    done = Math.max(done, to);
  }
  return [...parts, text.slice(done)].join('');
}
