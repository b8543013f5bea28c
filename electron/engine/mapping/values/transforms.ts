import { hidesValue, shownText, type Cell } from '#contract/cells.ts';
import type { FieldRule } from '#contract/recipe.ts';
import { foldedValue } from '#contract/recipe/terms.ts';
import type { ValueType } from './index.ts';
import { Refusal, type Reader, type Reading, type SpoiltValue } from './reader.ts';
import { longestText, textReader } from './text.ts';
import { titleCase } from './titleCase.ts';

/** What a recipe may do to a cell before its type reads it: a part of it, its letter case, a map of values. In this order. */
export type Transforms = Pick<FieldRule, 'part' | 'case' | 'valueMap' | 'otherValues'>;

type Change = (text: string) => Reading<string>;

const notInList = new Refusal('not-in-list');
const tooLong = new Refusal('text-too-long');

/** The type that reads cells after the transforms of the rule. Lists take case and map for each of their values. */
export function transformed(type: ValueType, rule: Transforms): ValueType {
  const change = rule.case === undefined ? null : caseChange(rule.case);
  const part = rule.part === undefined ? null : partOf(rule.part);
  const map = rule.valueMap === undefined ? null : lookUp(rule.valueMap);
  const keep = rule.otherValues === 'keep';
  if (type.shape === 'list') {
    let { reader } = type;
    if (change !== null) reader = eachOf(reader, change, type.spoilt);
    if (map !== null) reader = eachOf(reader, (text) => mappedOr(map(text), keep ? text : notInList), type.spoilt);
    return { ...type, reader: part === null ? reader : afterText(reader, part) };
  }
  let { reader } = type;
  if (map !== null) reader = afterMap(reader, map, keep);
  if (change !== null) reader = afterText(reader, change);
  return { ...type, reader: part === null ? reader : afterText(reader, part) };
}

/** Reads what the change makes of the text of a cell; what is no text is taken as shown. */
function afterText<Value>(reader: Reader<Value>, change: Change): Reader<Value> {
  const through = (reading: Reading<string>): Reading<Value> => {
    const changed = typeof reading === 'string' ? change(reading) : reading;
    if (typeof changed !== 'string') return changed;
    const text = changed.trim();
    return text === '' ? null : reader.text(text);
  };
  return {
    text: through,
    number: (cell) => through(textReader.number(cell)),
    bool: (value) => through(textReader.bool(value)),
    date: (cell) => through(textReader.date(cell)),
  };
}

/** undefined: the map does not name the value. */
type Look = (shown: string) => string | null | undefined;

function lookUp(map: NonNullable<FieldRule['valueMap']>): Look {
  const values = new Map(Object.entries(map).map(([from, to]) => [foldedValue(from), to === null || to === '' ? null : String(to)]));
  return (shown) => values.get(foldedValue(shown));
}

function mappedOr(found: string | null | undefined, other: Reading<string>): Reading<string> {
  return found === undefined ? other : found;
}

/** A cell that the map does not name is read as itself, its number or date unchanged, where such are kept. */
function afterMap<Value>(reader: Reader<Value>, look: Look, keep: boolean): Reader<Value> {
  const through = (cell: Cell, itself: () => Reading<Value>): Reading<Value> => {
    // What the map names is what is shown: where that is nothing, no value of it can be meant.
    if (hidesValue(cell)) return keep ? itself() : null;
    const found = look(shownText(cell));
    if (found === undefined) return keep ? itself() : notInList;
    return found === null || found.trim() === '' ? null : reader.text(found.trim());
  };
  return {
    text: (text) => through({ t: 's', v: text }, () => reader.text(text)),
    number: (cell) => through(cell, () => reader.number(cell)),
    bool: (value) => through({ t: 'b', v: value }, () => reader.bool(value)),
    date: (cell) => through(cell, () => reader.date(cell)),
  };
}

/** Changes every value of a list; those that come out empty are dropped, equal ones kept once. With `spoilt` one that is refused is left out alone and told there. */
function eachOf(reader: Reader<readonly string[]>, change: Change, spoilt: SpoiltValue[] | undefined): Reader<readonly string[]> {
  const through = (reading: Reading<readonly string[]>): Reading<readonly string[]> => {
    if (reading === null || reading instanceof Refusal) return reading;
    const values = new Set<string>();
    for (const text of reading) {
      const changed = limited(change(text));
      if (changed instanceof Refusal) {
        if (spoilt === undefined) return changed;
        spoilt.push({ text, refusal: changed });
      } else if (changed !== null && changed.trim() !== '') values.add(changed.trim());
    }
    return values.size === 0 ? null : [...values];
  };
  return {
    text: (text) => through(reader.text(text)),
    number: (cell) => through(reader.number(cell)),
    bool: (value) => through(reader.bool(value)),
    date: (cell) => through(reader.date(cell)),
  };
}

function limited(changed: Reading<string>): Reading<string> {
  return typeof changed === 'string' && changed.length > longestText ? tooLong : changed;
}

/** Small letters, capital ones, or each word of a name with a capital letter. */
export function caseChange(wanted: NonNullable<Transforms['case']>): Change {
  if (wanted === 'lower') return (text) => text.toLowerCase();
  if (wanted === 'upper') return (text) => text.toUpperCase();
  return titleCase;
}

function partOf({ separator, at = 1, rest = false, from = 1, length }: NonNullable<Transforms['part']>): Change {
  if (separator === undefined) {
    return (text) => {
      const characters = [...text];
      const begin = from > 0 ? from - 1 : Math.max(0, characters.length + from);
      return characters.slice(begin, length === undefined ? undefined : begin + length).join('');
    };
  }
  return (text) => {
    const pieces = separator === ' ' ? text.split(/\s+/) : text.split(separator);
    const begin = at > 0 ? at - 1 : pieces.length + at;
    if (begin < 0) return null;
    return rest ? pieces.slice(begin).join(separator) : (pieces[begin] ?? null);
  };
}
