/**
 * The columns that an export puts behind those of its source. Their names are such as no table has, in letters of
 * every encoding, so that they are known again when the export is opened, whatever program has saved it meanwhile.
 */

/** What they hold, in their order. `Cells` and `Id` are for this program alone, see rowNote.ts and rowId.ts. */
const members = ['Row', 'Status', 'Code', 'Text', 'Profile ID', 'Cells', 'To do', 'Id'] as const;
export type OwnMember = (typeof members)[number];

const ofExports: readonly OwnMember[] = ['Row', 'Status', 'Code', 'Text', 'Profile ID', 'Cells'];
/** Of a workbook made for correcting; the rows' ids come last, where nobody looks. */
export const ofCorrecting = ['Row', 'Status', 'Code', 'Text', 'To do', 'Id'] as const satisfies readonly OwnMember[];

/** Of these, so many have to be there: one name alone may be anybody's. */
const enough = 3;

const named = /^\[Import(?: (\d{1,6}))?\] (Row|Status|Code|Text|Profile ID|Cells|To do|Id)$/;

/** Headers for them that differ from all headers of the source. */
export function ownHeaders(headers: readonly string[]): readonly string[] {
  return freeNames(headers, (mark) => ofExports.map((member) => `${mark} ${member}`));
}

/**
 * All headers of a workbook made for correcting: of the source's columns, each of which must be told from the others
 * wherever it is moved, and of the own ones. `letters`: of the columns in the source.
 */
export function correctingHeaders(headers: readonly string[], letters: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const header of headers) counts.set(header, (counts.get(header) ?? 0) + 1);
  const isName = (header: string): boolean => header !== '' && counts.get(header) === 1;
  const own = freeNames(headers, (mark) => [
    ...headers.flatMap((header, at) => (isName(header) ? [] : [`${mark} Column ${letters[at] ?? ''}${header === '' ? '' : `: ${header}`}`])),
    ...ofCorrecting.map((member) => `${mark} ${member}`),
  ]);
  let next = 0;
  const named = headers.map((header) => (isName(header) ? header : (own[next++] ?? '')));
  return [...named, ...own.slice(next)];
}

const standIn = /^\[Import(?: \d{1,6})?\] Column ([A-Z]{1,3})(?:: .*)?$/s;

/** The letter in the source of a column whose header there tells it from no other; null where the header is none of ours. */
export function letterOfStandIn(header: string): string | null {
  return header.startsWith('[Import') ? (standIn.exec(header)?.[1] ?? null) : null;
}

/** The column of the rows' ids in a row of headers, and the mark that its own columns have; null where there is none. Of several the last export's counts. */
export function findIdColumn(headers: readonly string[]): { readonly at: number; readonly mark: string } | null {
  const found = headers.flatMap((header, at) => {
    const match = named.exec(header.trim());
    return match?.[2] === 'Id' ? [{ at, number: Number(match[1] ?? 1), mark: header.trim().slice(0, -' Id'.length) }] : [];
  });
  return found.sort((one, other) => other.number - one.number)[0] ?? null;
}

/** Whether a header is one of those that a workbook made for correcting has beside the source's. */
export function isOwnHeader(header: string, mark: string): boolean {
  return ofCorrecting.some((member) => header === `${mark} ${member}`);
}

/** Names that none of the headers has. */
function freeNames(headers: readonly string[], named: (mark: string) => readonly string[]): readonly string[] {
  const taken = new Set(headers);
  for (let number = 1; ; number += 1) {
    const names = named(number === 1 ? '[Import]' : `[Import ${number}]`);
    if (names.every((name) => !taken.has(name))) return names;
  }
}

/** Positions of the own columns in a row of headers by what they hold; null where it is none of an export. */
export function findOwnColumns(headers: readonly string[]): ReadonlyMap<OwnMember, number> | null {
  const sets = new Map<number, Map<OwnMember, number>>();
  headers.forEach((header, index) => {
    const match = header.startsWith('[Import') ? named.exec(header.trim()) : null;
    const member = members.find((one) => one === match?.[2]);
    if (match === null || member === undefined) return;
    const number = Number(match[1] ?? 1);
    const set = sets.get(number) ?? new Map<OwnMember, number>();
    sets.set(number, set.set(member, index));
  });
  // The source itself may have been such a table: then the greatest number is the last export's.
  const [last] = [...sets].filter(([, set]) => set.size >= enough).sort(([one], [other]) => other - one);
  return last?.[1] ?? null;
}
