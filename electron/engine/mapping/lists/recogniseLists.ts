import type { ListMatch, RememberedList } from '#contract/memory.ts';
import { likeFiles } from './likeHeaders.ts';
import { matchList, type FieldTitles, type SeenColumn } from './matchList.ts';

/** Below this a list is another one that shares some headers. */
const leastAlike = 0.6;
/** Scores nearer to each other than this tell nothing; then names and dates do. */
const step = 0.05;

export interface Recognised {
  readonly list: RememberedList;
  readonly match: ListMatch;
}

/**
 * The lists that a file probably is, the likeliest first: by its headers, among equals by the file's name, then the one sent last.
 * `titlesOf`: titles of the fields that a list goes to. Pure.
 */
export function recogniseLists(lists: readonly RememberedList[], seen: readonly SeenColumn[], file: string, titlesOf: (list: RememberedList) => FieldTitles): readonly Recognised[] {
  const rank = ({ match: { score } }: Recognised): number => Math.round(score / step);
  const named = ({ list }: Recognised): number => (likeFiles(list.file, file) ? 1 : 0);
  return lists
    .map((list): Recognised => ({ list, match: matchList(list, seen, titlesOf(list)) }))
    .filter((found) => found.match.score >= leastAlike && (hasHeaders(found.list) || named(found) === 1))
    .sort((one, other) => rank(other) - rank(one) || named(other) - named(one) || (one.list.sentAt < other.list.sentAt ? 1 : -1));
}

const hasHeaders = ({ columns }: RememberedList): boolean => columns.some(({ header }) => header !== '');
