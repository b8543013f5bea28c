import { m } from '#messages';
import { fieldTypeNames } from '#contract/fieldTypeNames.ts';
import { dateTime } from '#contract/formats.ts';
import type { ListColumn, ListDifferences, RememberedList } from '#contract/memory.ts';
import type { Recipe } from '#contract/recipe.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { serverName } from '#contract/url.ts';
import { likeLast, type LikeLastDoubt } from '#engine/jobs/memory/likeLast.ts';
import { openMemory } from '#engine/store/memory.ts';
import { memoryPath } from './memoryPath.ts';
import { say, type Output } from './output.ts';
import type { ReadingChoice } from './readingOptions.ts';

export interface LikeLastOptions {
  readonly reading: ReadingChoice;
  /** Name or id of the list; true: whichever it is. */
  readonly list: string | true;
  readonly takesRenamed: boolean;
}

/** What a file is prepared by, and what is told of it in JSON. */
export interface TakenList {
  readonly recipe: Recipe;
  readonly told: object;
}

/** The recipe of the list that a file is, for its columns; says what differs. Fault usage where it is not certain. */
export async function recipeLikeLast(output: Output, file: string, { reading, list: named, takesRenamed }: LikeLastOptions): Promise<TakenList> {
  const memory = openMemory(memoryPath());
  try {
    const { list, differences, recipe, doubt } = await likeLast(file, memory.lists(), { reading, list: named === true ? null : named, takesRenamed });
    if (list !== null && differences !== null) say(output, [listWords(list), ...differenceWords(differences)]);
    if (doubt !== null || recipe === null || list === null) throw usageFault(() => doubtWords(doubt));
    const { listId, name, sentAt, server } = list;
    if (list.leavesUnchanged) say(output, m.cli_like_unchanged());
    return { recipe, told: { listId, name, sentAt, server, dbId: recipe.request.db_id, differences } };
  } finally {
    memory.close();
  }
}

const listWords = ({ name, sentAt, server, recipe: { request } }: RememberedList): string => m.cli_like_list({ name, at: dateTime(sentAt), database: request.db_id, server: serverName(server) });

/** In what a file differs from a list, a line each. */
function differenceWords({ renamed, gone, added, retyped }: ListDifferences): readonly string[] {
  const lines = [
    ...renamed.map(({ header, to, fields }) => m.cli_like_renamed({ header, to, fields: filled(fields) })),
    ...gone.map(({ header, ref, fields }) => m.cli_like_gone({ header: header === '' ? ref : header, fields: filled(fields) })),
    ...(added ?? []).map(({ header, ref }) => m.cli_like_added({ header: header === '' ? ref : header })),
    ...retyped.map(({ header, ref, was, now }) => m.cli_like_retyped({ header: header === '' ? ref : header, was: typeName(was), now: typeName(now) })),
  ];
  return lines.length === 0 ? [m.memory_same()] : lines;
}

const typeName = (type: ListColumn['type']): string => (type === null ? m.cli_like_no_type() : fieldTypeNames[type]);
const filled = (fields: readonly string[]): string => (fields.length === 0 ? m.lists_not_imported() : fields.join(', '));
const quoted = (headers: readonly { readonly header: string; readonly ref: string }[]): string => headers.map(({ header, ref }) => m.memory_in_quotes({ name: header === '' ? ref : header })).join(', ');

/** Why a file is not prepared without a question. */
function doubtWords(doubt: LikeLastDoubt | null): string {
  if (doubt === null) return '';
  switch (doubt.kind) {
    case 'unknown':
      return doubt.named ? m.cli_like_unknown_named() : m.cli_like_unknown();
    case 'several':
      return m.cli_like_several({ lists: doubt.lists.map(({ name, listId }) => m.cli_like_one_of({ name, id: listId })).join(', ') });
    case 'differs':
      return [
        ...(doubt.gone.length === 0 ? [] : [m.cli_like_doubt_gone({ columns: quoted(doubt.gone) })]),
        ...(doubt.renamed.length === 0 ? [] : [m.cli_like_doubt_renamed({ columns: quoted(doubt.renamed) })]),
        ...(doubt.retyped.length === 0 ? [] : [m.cli_like_doubt_retyped({ columns: quoted(doubt.retyped) })]),
      ].join(' ');
  }
}
