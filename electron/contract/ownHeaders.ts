import { m } from '#messages';
import { inLanguage, languages, type Language } from './language.ts';

/**
 * The headers of columns that an export puts behind those of its source. They are such as no table has, so that they are known again
 * when the export is opened, whatever program has saved it meanwhile and whatever language it was written in.
 */

/** What they hold, in their order. `Cells` and `Id` are for this program alone, see rowNote.ts and rowId.ts. */
export const ownMembers = ['Row', 'Status', 'Code', 'Text', 'Profile ID', 'Cells', 'ToDo', 'Id'] as const;
export type OwnMember = (typeof ownMembers)[number];

/** Of the two for this program alone the names are the same in all languages, in letters of every encoding. */
const names: Readonly<Record<OwnMember, () => string>> = {
  Row: m.exports_row,
  Status: m.exports_status,
  Code: m.exports_code,
  Text: m.exports_text,
  'Profile ID': m.exports_profile_id,
  Cells: () => 'Cells',
  ToDo: m.exports_to_do,
  Id: () => 'Id',
};
const technical: readonly OwnMember[] = ['Cells', 'Id'];

/** The header of the rows' ids, by which a workbook made for correcting is known. */
export const idHeader = '[Import] Id';

/** A number above 1 tells them from those that the source itself has. */
function mark(number: number): string {
  return number === 1 ? m.exports_mark() : m.exports_mark_numbered({ number });
}

/** The header in the language that is spoken: "[Import] Row". */
export function ownName(member: OwnMember, number = 1): string {
  if (technical.includes(member)) return inLanguage('en', () => `${mark(number)} ${names[member]()}`);
  return `${mark(number)} ${names[member]()}`;
}

/** The header of a column of the source that no name of its own tells from the others: "[Import] Column C". */
export function standInName(letter: string, header: string, number: number): string {
  return `${mark(number)} ${header === '' ? m.exports_column({ letter }) : m.exports_column_named({ letter, header })}`;
}

const inAll = <Value>(make: (language: Language) => Value): readonly Value[] => languages.map((language) => inLanguage(language, () => make(language)));

/** The same in every language, for a name must be free in all of them. */
export function inAllLanguages<Value>(make: () => readonly Value[]): readonly Value[] {
  return inAll(make).flat();
}

interface Known {
  readonly mark: RegExp;
  readonly standIn: RegExp;
  readonly members: ReadonlyMap<string, OwnMember>;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

let known: Known | null = null;

/** What such headers look like, in whatever language. */
function allNames(): Known {
  return (known ??= madeKnown());
}

function madeKnown(): Known {
  const marks = inAll(() => `${escaped(m.exports_mark().slice(0, -1))}(?: (\\d{1,6}))?\\]`);
  const letter = '([A-Z]{1,3})';
  const columns = inAll(() => escaped(m.exports_column({ letter: '@' })).replace('@', letter));
  return {
    mark: new RegExp(`^(?:${marks.join('|')}) (.+)$`, 's'),
    standIn: new RegExp(`^(?:${columns.join('|')})(?:: .*)?$`, 's'),
    members: new Map(inAll(() => ownMembers.map((member) => [names[member](), member] as const)).flat()),
  };
}

/** Whether it can be one at all; most headers are none, and this is asked of all. */
const isMarked = (header: string): boolean => header.startsWith('[', header.search(/\S/));

function marked(header: string): { readonly number: number; readonly rest: string } | null {
  if (!isMarked(header)) return null;
  const match = allNames().mark.exec(header.trim());
  if (match === null) return null;
  const groups = match.slice(1);
  return { number: Number(groups.slice(0, -1).find((group) => group !== undefined) ?? 1), rest: groups.at(-1) ?? '' };
}

/** What an own column holds by its header, and its number; null where it is none. */
export function ownColumnOf(header: string): { readonly member: OwnMember; readonly number: number } | null {
  const found = marked(header);
  const member = found === null ? undefined : allNames().members.get(found.rest);
  return found === null || member === undefined ? null : { member, number: found.number };
}

/** The letter in the source of a column whose header there tells it from no other; null where the header is none of ours. */
export function letterOfStandIn(header: string): string | null {
  const found = marked(header);
  return found === null ? null : (allNames().standIn.exec(found.rest)?.slice(1).find((group) => group !== undefined) ?? null);
}
