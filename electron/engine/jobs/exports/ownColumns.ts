import { inAllLanguages, ownColumnOf, ownName, standInName, type OwnMember } from '#contract/ownHeaders.ts';

/** The columns that an export puts behind those of its source, and how they are found again. */

const ofExports: readonly OwnMember[] = ['Row', 'Status', 'Code', 'Text', 'Profile ID', 'Cells'];
/** Of a workbook made for correcting; the rows' ids come last, where nobody looks. */
export const ofCorrecting = ['Row', 'Status', 'Code', 'Text', 'ToDo', 'Id'] as const satisfies readonly OwnMember[];

/** Of these, so many have to be there: one name alone may be anybody's. */
const enough = 3;

/** Headers for them that differ from all headers of the source. */
export function ownHeaders(headers: readonly string[]): readonly string[] {
  return freeNames(headers, (number) => ofExports.map((member) => ownName(member, number)));
}

/**
 * All headers of a workbook made for correcting: of the source's columns, each of which must be told from the others
 * wherever it is moved, and of the own ones. `letters`: of the columns in the source.
 */
export function correctingHeaders(headers: readonly string[], letters: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const header of headers) counts.set(header, (counts.get(header) ?? 0) + 1);
  const isName = (header: string): boolean => header !== '' && counts.get(header) === 1;
  const own = freeNames(headers, (number) => [
    ...headers.flatMap((header, at) => (isName(header) ? [] : [standInName(letters[at] ?? '', header, number)])),
    ...ofCorrecting.map((member) => ownName(member, number)),
  ]);
  let next = 0;
  const named = headers.map((header) => (isName(header) ? header : (own[next++] ?? '')));
  return [...named, ...own.slice(next)];
}

/** The column of the rows' ids in a row of headers, and the number that its own columns have; null where there is none. Of several the last export's counts. */
export function findIdColumn(headers: readonly string[]): { readonly at: number; readonly number: number } | null {
  const found = headers.flatMap((header, at) => {
    const own = ownColumnOf(header);
    return own?.member === 'Id' ? [{ at, number: own.number }] : [];
  });
  return found.sort((one, other) => other.number - one.number)[0] ?? null;
}

/** Whether a header is one of those that a workbook made for correcting has beside the source's, in whatever language it was written. */
export function isOwnHeader(header: string, number: number): boolean {
  const own = ownColumnOf(header);
  return own !== null && own.number === number && ofCorrecting.some((member) => member === own.member);
}

/** Names that none of the headers has, and none of which it has in another language. */
function freeNames(headers: readonly string[], named: (number: number) => readonly string[]): readonly string[] {
  const taken = new Set(headers);
  for (let number = 1; ; number += 1) if (inAllLanguages(() => named(number)).every((name) => !taken.has(name))) return named(number);
}

/** Positions of the own columns in a row of headers by what they hold; null where it is none of an export. */
export function findOwnColumns(headers: readonly string[]): ReadonlyMap<OwnMember, number> | null {
  const sets = new Map<number, Map<OwnMember, number>>();
  headers.forEach((header, index) => {
    const own = ownColumnOf(header);
    if (own === null) return;
    const set = sets.get(own.number) ?? new Map<OwnMember, number>();
    sets.set(own.number, set.set(own.member, index));
  });
  // The source itself may have been such a table: then the greatest number is the last export's.
  const [last] = [...sets].filter(([, set]) => set.size >= enough).sort(([one], [other]) => other - one);
  return last?.[1] ?? null;
}
