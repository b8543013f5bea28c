import { makeInvalid, type RowError } from '#contract/rowErrors.ts';
import type { SheetRow } from '#contract/cells.ts';
import { jsonOf, type Member } from './members.ts';

/** A member of an object; `prefix` is `"name":`, ready to be followed by the value. */
interface NamedMember {
  readonly prefix: string;
  readonly member: Member;
}

/**
 * One object of several members as one value, its JSON text. Members without a value are left out. It is empty where
 * all its cells are: what is the same for every row says nothing of this one, and an object of nothing else would
 * take the place of a better one in the platform. `isList`: the list that has the object alone.
 */
export function composedObject(members: readonly NamedMember[], isList: boolean): Member {
  const columns = [...new Set(members.flatMap(({ member }) => member.columns))];
  const read = (row: SheetRow, errors: RowError[]): string | null => {
    const before = errors.length;
    let json = '';
    let isFilled = columns.length === 0;
    for (const { prefix, member } of members) {
      const value = member.read(row, errors);
      if (value === null) continue;
      isFilled ||= member.columns.length > 0;
      json += `${json === '' ? '' : ','}${prefix}${jsonOf(member, value)}`;
    }
    if (!isFilled || makeInvalid(errors, before)) return null;
    return isList ? `[{${json}}]` : `{${json}}`;
  };
  return { columns, read, hasUnknown: (row) => members.some(({ member }) => member.hasUnknown(row)), write: (value, out) => out.json(String(value)) };
}
