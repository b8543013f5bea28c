/**
 * What a country's numbers look like, from the library's metadata with its expressions compiled once. The places of a
 * plan's parts are those of metadata version 4 (the library's source, metadata.js).
 */

/** Lengths and pattern of a kind of number (fixed, mobile, free …). */
export interface Kind {
  readonly lengths: readonly unknown[];
  readonly pattern: RegExp;
}

/** A country's numbers behind the calling code. */
export interface Plan {
  readonly callingCode: string;
  readonly general: RegExp;
  readonly kinds: readonly Kind[];
  /** Which of them the last number was. */
  usual: number;
  /** What only this country's numbers begin with, among those that share its calling code. */
  readonly leading: RegExp | null;
  /** What may stand in front of a number within the country (8 in Russia, 0 in Germany) and is no part of it. */
  readonly trunk: RegExp | null;
  /** The same where it is nothing but digits. */
  readonly trunkDigits: string | null;
  /** In front of calls abroad. */
  readonly abroad: RegExp;
}

const whole = (pattern: unknown): RegExp => new RegExp(`^(?:${String(pattern)})$`);
const begin = (pattern: unknown): RegExp | null => (typeof pattern === 'string' ? new RegExp(`^(?:${pattern})`) : null);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The plan of a country; `entry` is its part of the metadata. */
export function planOf(entry: readonly unknown[]): Plan {
  // Zero stands for "none"; the prefix as it is parsed may differ from the one that is written.
  const trunk = typeof entry[7] === 'string' ? entry[7] : entry[5];
  const kinds = listOf(entry[11]).flatMap((kind) => {
    const [pattern, lengths] = listOf(kind);
    return typeof pattern === 'string' && pattern !== '' ? [{ pattern: whole(pattern), lengths: listOf(lengths ?? entry[3]) }] : [];
  });
  return {
    callingCode: String(entry[0]),
    general: whole(entry[2]),
    kinds,
    usual: 0,
    leading: begin(entry[10]),
    trunk: begin(trunk),
    trunkDigits: typeof trunk === 'string' && /^\d+$/.test(trunk) ? trunk : null,
    abroad: begin(entry[1]) ?? /^/,
  };
}

/**
 * All that makes a number of this kind valid as one expression over the whole of `+` and digits; null where one of the
 * countries that the library looks at before (they share the calling code) has no beginnings of its own to be told by.
 */
export function wholeNumber(plan: Plan, kind: Kind, before: readonly Plan[], main: Plan): RegExp | null {
  if (before.some(({ leading }) => leading === null)) return null;
  const length = new RegExp(`^(?:${kind.lengths.map((digits) => String.raw`\d{${String(digits)}}`).join('|')})$`);
  const not = [main.trunk, ...before.map(({ leading }) => leading)].filter((pattern) => pattern !== null);
  const is = [plan.leading, length, plan.general].filter((pattern) => pattern !== null);
  const conditions = [...not.map((pattern) => `(?!${inner(pattern)})`), ...is.map((pattern) => `(?=${inner(pattern)})`)];
  return new RegExp(String.raw`^\+${plan.callingCode}${conditions.join('')}${inner(kind.pattern)}`);
}

/** The expression without its `^`, to stand within another. */
const inner = ({ source }: RegExp): string => source.slice(1);

/** Whether the library finds a kind for the number, which is what it calls valid. The kind found last is tried first. */
export function hasKind(plan: Plan, national: string): boolean {
  const fits = (at: number): boolean => {
    const kind = plan.kinds[at];
    return kind !== undefined && kind.lengths.includes(national.length) && kind.pattern.test(national);
  };
  if (!plan.general.test(national)) return false;
  if (fits(plan.usual)) return true;
  const found = plan.kinds.findIndex((_, at) => fits(at));
  if (found >= 0) plan.usual = found;
  return found >= 0;
}
