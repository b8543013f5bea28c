import type { RememberedList } from '#contract/memory.ts';
import type { ReadingWish, SourceInspection } from '#contract/source.ts';
import { recogniseLists, type FieldTitles, type Recognised } from '../../mapping/index.ts';
import { inspectSource } from '../prepare/inspectSource.ts';
import { seenColumns } from './seenColumns.ts';

/** As good as certain; nothing better is looked for in other sheets. */
const surely = 0.85;
/** Other sheets and header rows that are tried: each reads the beginning of the file once more. */
const mostTries = 3;

export interface RecognisedSource extends Recognised {
  /** How the file is to be read for it; null: as it was looked at. */
  readonly reading: ReadingWish | null;
}

interface Looked {
  readonly path: string;
  readonly wish: ReadingWish;
  readonly inspection: SourceInspection;
}

/**
 * The lists that a file probably is, the likeliest first. Where the table looked at is like none, the sheets and header rows of
 * lists with such a file are looked at too: a workbook may open on a cover, and its header may not be the row that was guessed.
 */
export async function recogniseSource({ path, wish, inspection }: Looked, lists: readonly RememberedList[], titlesOf: (list: RememberedList) => FieldTitles): Promise<readonly RecognisedSource[]> {
  const at = (seen: SourceInspection, reading: ReadingWish | null): readonly RecognisedSource[] =>
    recogniseLists(lists, seenColumns(seen), inspection.name, titlesOf).map((found) => ({ ...found, reading }));
  const found = [...at(inspection, null)];
  // Whoever has chosen how to read it means that.
  if ((found[0]?.match.score ?? 0) >= surely || Object.keys(wish).some((name) => name !== 'locale')) return found;
  for (const reading of otherReadings(inspection, lists).slice(0, mostTries)) {
    const seen = await inspectSource(path, { ...wish, ...reading }).catch(() => null);
    if (seen !== null) found.push(...at(seen, reading));
  }
  return onceEach([...found].sort((one, other) => other.match.score - one.match.score));
}

/** How lists of the kind of file were read, as far as this file can be read so and was not. */
function otherReadings({ kind, sheets, sheet, headerRow, csv }: SourceInspection, lists: readonly RememberedList[]): readonly ReadingWish[] {
  const readings = lists.flatMap(({ recipe: { source = {} } }): readonly ReadingWish[] => {
    if (kind === 'csv') {
      const { headerRow: row, encoding, delimiter, quote } = source;
      const isOther = (delimiter !== undefined && delimiter !== csv?.delimiter.value) || (encoding !== undefined && encoding !== csv?.encoding.value) || (row !== undefined && rowOf(row) !== headerRow);
      return isOther ? [{ headerRow: row, encoding, delimiter, quote }] : [];
    }
    const has = sheets.some(({ name, kind: holds }) => name === source.sheet && holds === 'cells');
    return has && (source.sheet !== sheet || rowOf(source.headerRow) !== headerRow) ? [{ sheet: source.sheet, headerRow: source.headerRow }] : [];
  });
  const wishes = readings.map((reading): ReadingWish => Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined)));
  return [...new Map(wishes.map((reading) => [JSON.stringify(reading), reading])).values()];
}

const rowOf = (row: ReadingWish['headerRow']): number | undefined => (row === 'none' ? 0 : row);

function onceEach(found: readonly RecognisedSource[]): readonly RecognisedSource[] {
  return found.filter(({ list }, index) => found.findIndex((other) => other.list.listId === list.listId) === index);
}
