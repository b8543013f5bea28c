import { Refusal, type Reader, type Reading } from './reader.ts';
import { longestText } from './text.ts';

/** Values that are JSON themselves: a cell holds the text of an object, or of a list of objects. */

const notObject = new Refusal('not-object');
const notObjectList = new Refusal('not-object-list');
const tooLong = new Refusal('text-too-long');

/** Deeper than any data of a profile; whoever walks the item later must not run out of stack. */
const deepest = 32;

/** One JSON object. Refusal: not-object. */
export const objectReader: Reader<string> = jsonReader(isObject, notObject);

/** A list of JSON objects; an empty list counts. Refusal: not-object-list. */
export const objectListReader: Reader<string> = jsonReader((value) => Array.isArray(value) && value.every(isObject), notObjectList);

function jsonReader(fits: (value: unknown) => boolean, refusal: Refusal): Reader<string> {
  return {
    text: (text): Reading<string> => {
      if (text.length > longestText) return tooLong;
      const value = parsed(text);
      return value !== undefined && fits(value) && isShallow(value, deepest) ? compact(text) : refusal;
    },
    number: () => refusal,
    bool: () => refusal,
    date: () => refusal,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

/**
 * The text itself without white space between its tokens: parsing and writing it again would round numbers of more
 * than 15 digits. Half characters, which no UTF-8 can carry, are escaped.
 */
function compact(text: string): string {
  return text.replace(/("[^"\\]*(?:\\.[^"\\]*)*")|\s+/gs, '$1').replace(/\p{Surrogate}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}

/** Whether the JSON text of an object could be taken for a functional update, which is an object with an `action`. */
export function looksFunctional(json: string): boolean {
  const value = parsed(json);
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'action');
}
