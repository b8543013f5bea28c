import type { Connection } from '#contract/commands.ts';
import { connectionKindNames } from '#contract/connectionMark.ts';
import { m } from '#messages';

/** A connection by its name and what it leads to, unless the name says that itself. */
export function markedName({ name, mark, practice }: Pick<Connection, 'name' | 'mark' | 'practice'>): string {
  const kind = connectionKindNames[mark.kind];
  return practice || name.toLowerCase().includes(kind.toLowerCase()) ? name : m.marks_named({ name, kind });
}
