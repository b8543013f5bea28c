/**
 * The columns that an export puts behind those of its source. Their names are such as no table has, in letters of
 * every encoding, so that they are known again when the export is opened, whatever program has saved it meanwhile.
 */

/** What they hold, in their order. `Cells` is for this program alone, see rowNote.ts. */
const members = ['Row', 'Status', 'Code', 'Text', 'Profile ID', 'Cells'] as const;
export type OwnMember = (typeof members)[number];

/** Of these, so many have to be there: one name alone may be anybody's. */
const enough = 3;

const named = /^\[Import(?: (\d{1,6}))?\] (Row|Status|Code|Text|Profile ID|Cells)$/;

/** Headers for them that differ from all headers of the source. */
export function ownHeaders(headers: readonly string[]): readonly string[] {
  const taken = new Set(headers);
  for (let number = 1; ; number += 1) {
    const mark = number === 1 ? '[Import]' : `[Import ${number}]`;
    const own = members.map((member) => `${mark} ${member}`);
    if (own.every((header) => !taken.has(header))) return own;
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
