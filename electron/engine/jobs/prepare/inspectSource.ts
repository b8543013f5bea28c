import type { Cell, Column, SheetRow } from '#contract/cells.ts';
import { lookAlikes } from '#contract/alphabets.ts';
import { shownText } from '#contract/cells.ts';
import type { InspectedColumn, ReadingWish, SourceInspection, SourceWarning } from '#contract/source.ts';
import { consentOf, dateOrderReport, distinctValues, guessType, phoneCountryOf, suggestFields } from '../../mapping/index.ts';
import { seenNow } from '../../sheet/fingerprint.ts';
import type { OpenSource } from '../../sheet/types.ts';
import { likelierSheet } from './likelierSheet.ts';
import { rowWarnings } from './rowWarnings.ts';
import { openTable, openTableSource, sampleRows, type Table } from './openTable.ts';

const samplesPerColumn = 5;
const sampleRowsShown = 20;
const mostValues = 40;

/** Looks at the beginning of a source and says what it holds and what its columns probably mean. Faults as openTable. */
export async function inspectSource(path: string, options: ReadingWish = {}): Promise<SourceInspection> {
  // Before it is read: a change meanwhile is then found when the job is prepared.
  const seen = await seenNow(path);
  const source = await openTableSource(path, options);
  try {
    const table = await openTable(source, options);
    const columns = describeColumns(table);
    const likelier = await likelierSheet(source, table, options);
    return {
      name: source.name,
      bytes: source.bytes,
      seen,
      kind: source.kind,
      sheets: source.sheets,
      sheet: table.sheet,
      headerRow: table.headerRow,
      header: table.header,
      csv: source.csv,
      columns,
      sample: table.sample.slice(0, sampleRowsShown),
      warnings: [...(likelier === null ? [] : [{ kind: 'sheet-likelier' as const, sheet: likelier }]), ...warningsOf(source, table, columns)],
    };
  } finally {
    await source.close();
  }
}

function cellsOf(rows: readonly SheetRow[], column: Column): readonly SheetRow['cells'][number][] {
  return rows.map(({ cells }) => cells[column.index] ?? null);
}

function describeColumns({ columns, sample }: Table): readonly InspectedColumn[] {
  const described = columns.map((column) => ({ column, cells: cellsOf(sample, column) }));
  const suggestions = suggestFields(described);
  return described.map(({ column, cells }, index) => ({
    ...column,
    samples: [...new Set(cells.map(shownText).filter((text) => text.trim() !== ''))].slice(0, samplesPerColumn),
    guessedType: guessType(cells, column.header),
    suggestion: suggestions[index] ?? null,
    ...dateOrderOf(cells),
    ...valuesOf(cells),
    ...meaningOf(cells, column.header),
  }));
}

function dateOrderOf(cells: readonly Cell[]): Pick<InspectedColumn, 'dateOrder'> {
  const { verdict, order, examples } = dateOrderReport(cells);
  return verdict === 'none' ? {} : { dateOrder: { verdict, order, examples } };
}

/** What an operator has to choose besides a field: a status for those who agreed, a country for phones. */
function meaningOf(cells: readonly Cell[], header: string): Pick<InspectedColumn, 'consent' | 'phoneCountry'> {
  const [consent, phoneCountry] = [consentOf(cells, header), phoneCountryOf(cells, header)];
  return { ...(consent === null ? {} : { consent }), ...(phoneCountry === null ? {} : { phoneCountry }) };
}

/** A column of names or ids has too many to be mapped by hand, and its values are no list. */
function valuesOf(cells: readonly Cell[]): Pick<InspectedColumn, 'values'> {
  const { values, more } = distinctValues(cells, null, mostValues);
  return more || values.length === 0 ? {} : { values };
}

function warningsOf(source: OpenSource, table: Table, columns: readonly InspectedColumn[]): readonly SourceWarning[] {
  const warnings: SourceWarning[] = [];
  if (table.rowsAbove > 0) warnings.push({ kind: 'rows-above-header', rows: table.rowsAbove });
  const [first] = columns;
  if (first !== undefined && first.header === '' && first.samples.length === 0) warnings.push({ kind: 'first-column-empty' });
  for (const { header, letter, samples } of columns) if (header === '' && samples.length > 0) warnings.push({ kind: 'header-empty', column: letter });
  const byHeader = new Map<string, string[]>();
  for (const { header, letter } of columns) if (header !== '') byHeader.set(header, [...(byHeader.get(header) ?? []), letter]);
  for (const [header, letters] of byHeader) if (letters.length > 1) warnings.push({ kind: 'header-repeated', header, columns: letters });
  for (const group of lookAlikes(columns)) warnings.push({ kind: 'headers-alike', header: group[0]?.header ?? '', columns: group.map(({ letter }) => letter) });
  for (const column of columns) {
    const lost = cellsOf(table.sample, column).some((cell) => cell?.t === 'n' && Number.isInteger(cell.v) && Math.abs(cell.v) >= 1e15);
    if (lost) warnings.push({ kind: 'digits-lost', column: column.letter });
  }
  const hidden = source.sheets.filter(({ visibility }) => visibility !== 'visible').map(({ name }) => name);
  if (hidden.length > 0) warnings.push({ kind: 'hidden-sheets', sheets: hidden });
  return [...warnings, ...rowWarnings(table.sample, columns, table.sample.length === sampleRows)];
}
