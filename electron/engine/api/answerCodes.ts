/**
 * The member `error` of an answer, of a row or of the whole: a whole number as a number (404, 404.0, -0) or in its
 * digits ("404", as the XML form writes it). `other`: a number that no code can be (0.5, 1e300, one beyond exact
 * integers) as the answer has it. Null: nothing that says whether something went well.
 */
export type AnswerCode = { readonly whole: number } | { readonly other: string } | null;

export function readCode(value: unknown): AnswerCode {
  if (typeof value === 'number') return codeOf(value, String(value));
  // Fifteen digits are exact in a number; more than that is no code.
  // Of success nothing but "0" itself speaks: "00" and "-0" are no code.
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value) && (value === '0' || Number(value) !== 0)) return codeOf(Number(value), value);
  return null;
}

function codeOf(number: number, said: string): AnswerCode {
  // -0 becomes 0: it is stored, compared and written as that.
  if (Number.isSafeInteger(number)) return { whole: number + 0 };
  return { other: Number.isFinite(number) ? said : number > 0 ? 'above 1.8e308' : 'below -1.8e308' };
}

const longestOdd = 300;

/** The platform's words: a text as it is; anything else as JSON, since also that is what the platform said. */
export function readWords(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return null;
  try {
    return JSON.stringify(value).slice(0, longestOdd);
  } catch {
    // Nested beyond the stack.
    return null;
  }
}

/** Words to a code that is none: the number goes first, for want of a place of its own. */
export function wordsWithCode(code: string, text: string | null): string {
  return `error ${code}${text === null || text === '' ? '' : `: ${text}`}`;
}

/** A profile id as text; one given as a number as long as its digits are exact. */
export function readProfileId(value: unknown): string | null {
  if (typeof value === 'string' && value !== '') return value;
  return Number.isSafeInteger(value) ? String(value) : null;
}
