import { m } from '#messages';
import { contentName } from './contentWords.ts';
import { file, inBrackets, named, part, problems, quoted, told, words, type Sentences } from './faultParts.ts';
import type { FaultCode, FaultDetail } from './faults.ts';
import { readFaultWords, reasonName } from './fileWords.ts';

/** Of the file that is to be imported, and of the recipe that says what is sent of it. */
type SourceCode = Extract<FaultCode, `source-${string}` | `sheet-${string}` | `recipe-${string}` | 'header-missing' | 'csv-broken' | 'list-missing'>;

/** `: sheet “Data”, row 5, cell B5`, as far as it is known. */
function placeOf(detail: FaultDetail): string {
  const parts = [quoted(detail, 'sheet').trim(), part(detail, 'row', (value) => m.faults_row_of({ value })), part(detail, 'cell', (value) => m.faults_cell_of({ value }))];
  const place = parts.filter((one) => one !== '').join(', ');
  return place === '' ? '' : m.faults_sheet_of({ place });
}

/** The reader's bounds by their names. */
const limitNames: Readonly<Record<string, () => string>> = {
  entries: m.faults_limit_entries,
  smallPart: m.faults_limit_small_part,
  part: m.faults_limit_part,
  ratio: m.faults_limit_ratio,
  unit: m.faults_limit_unit,
  cell: m.faults_limit_cell,
  columns: m.faults_limit_columns,
  csvColumns: m.faults_limit_columns,
  rows: m.faults_limit_rows,
  records: m.faults_limit_rows,
  formats: m.faults_limit_formats,
  strings: m.faults_limit_strings,
  stringBytes: m.faults_limit_string_bytes,
};

function limitOf(detail: FaultDetail): string {
  const limit = words(detail, 'limit');
  const name = Object.hasOwn(limitNames, limit) ? limitNames[limit] : undefined;
  return name === undefined ? '' : ` (${name()}${part(detail, 'max', (value) => m.faults_at_most({ value }))})`;
}

/** A problem that names a column by its header says more to an operator than the path of the recipe's member before it. */
function columnProblems(detail: FaultDetail): string {
  const { problems: all } = detail;
  if (typeof all !== 'object') return problems(detail);
  const plain = all.map((problem) => problem.replace(beforeColumn, ''));
  return problems({ ...detail, problems: [...new Set(plain)] });
}

/** As mapping/columns.ts begins its sentences, in either language. */
const beforeColumn = /^[^\s:]+: (?=no column |the header |нет столбца |заголовок )/;

/** What stands under the name of a file, as files/systemErrors.ts calls it. */

const andNothingSent = (meaning: string): string => `${meaning} ${m.faults_nothing_sent()}`;

export const sourceFaults: Readonly<Record<SourceCode, (detail: FaultDetail) => Sentences>> = {
  'source-missing': (d) => [m.faults_source_missing_what({ file: file(d) }), m.faults_source_missing_meaning(), m.faults_source_missing_action()],
  'source-unreadable': (d) => [m.faults_source_unreadable_what({ file: file(d), reason: part(d, 'reason', (value) => `: ${reasonName(value)}`) }), ...readFaultWords(words(d, 'reason'))],
  'source-not-spreadsheet': (d) => [
    words(d, 'content') === '' ? m.faults_not_spreadsheet_what({ file: file(d) }) : m.faults_not_spreadsheet_what_known({ file: file(d), content: contentName(words(d, 'content')) }),
    m.faults_not_spreadsheet_meaning(),
    m.faults_not_spreadsheet_action(),
  ],
  'source-web-page': (d) => [m.faults_web_page_what({ file: file(d), content: contentName(words(d, 'content')) || m.faults_web_page_content() }), m.faults_web_page_meaning(), m.faults_web_page_action()],
  'source-legacy': (d) => [m.faults_legacy_what({ file: file(d), content: contentName(words(d, 'content')) || m.faults_legacy_content() }), m.faults_legacy_meaning(), m.faults_legacy_action()],
  'source-binary': (d) => [m.faults_binary_what({ file: file(d) }), m.faults_format_meaning(), m.faults_legacy_action()],
  'source-opendocument': (d) => [m.faults_opendocument_what({ file: file(d) }), m.faults_format_meaning(), m.faults_opendocument_action()],
  'source-encrypted': (d) => [m.faults_encrypted_what({ file: file(d) }), m.faults_encrypted_meaning(), m.faults_encrypted_action()],
  'source-damaged': (d) => [
    m.faults_damaged_what({ file: file(d), reason: inBrackets(d, 'reason'), place: placeOf(d) }),
    andNothingSent(words(d, 'cell') === '' ? m.faults_damaged_parts_meaning() : m.faults_damaged_cell_meaning()),
    m.faults_damaged_action(),
  ],
  'source-too-large': (d) => [m.faults_too_large_what({ file: file(d), limit: limitOf(d), place: placeOf(d) }), andNothingSent(m.faults_too_large_meaning()), m.faults_too_large_action()],
  'source-changed': (d) => [
    d['during'] === 'reading' ? m.faults_changed_reading_what({ file: file(d) }) : m.faults_changed_since_what({ file: file(d) }),
    andNothingSent(m.faults_changed_meaning()),
    m.faults_changed_action(),
  ],
  'sheet-missing': (d) => [
    m.faults_sheet_missing_what({ sheet: quoted(d, 'sheet'), name: named(d) }),
    m.faults_sheet_missing_meaning({ sheets: part(d, 'sheets', (value) => m.faults_there_are({ value })) }),
    m.faults_sheet_missing_action(),
  ],
  'sheet-no-cells': (d) => [m.faults_sheet_no_cells_what({ sheet: quoted(d, 'sheet') }), m.faults_sheet_no_cells_meaning(), m.faults_sheet_no_cells_action()],
  'sheet-empty': (d) =>
    // Opened without a sheet of anybody's choice: no other one has anything either.
    d['blank'] === true
      ? [m.faults_blank_what({ file: file(d) }), m.faults_blank_meaning(), m.faults_blank_action()]
      : [m.faults_sheet_empty_what({ sheet: quoted(d, 'sheet') }), m.faults_sheet_empty_meaning(), m.faults_sheet_empty_action()],
  'header-missing': (d) => [
    m.faults_header_missing_what({ sheet: quoted(d, 'sheet'), row: part(d, 'headerRow', (value) => m.faults_in_row({ value })) }),
    m.faults_header_missing_meaning(),
    m.faults_header_missing_action(),
  ],
  'csv-broken': (d) => [
    m.faults_csv_broken_what({ file: file(d), line: part(d, 'line', (value) => m.faults_in_line({ value })) }),
    andNothingSent(m.faults_csv_broken_meaning()),
    m.faults_csv_broken_action(),
  ],
  'recipe-unreadable': (d) => [m.faults_recipe_unreadable_what({ name: named(d), reason: told(d, 'reason') }), andNothingSent(m.faults_recipe_unreadable_meaning()), m.faults_recipe_unreadable_action()],
  'recipe-invalid': (d) => [m.faults_recipe_invalid_what({ name: named(d), problems: problems(d) }), andNothingSent(m.faults_recipe_invalid_meaning()), m.faults_recipe_invalid_action()],
  'recipe-exists': ({ name }) => [m.memory_recipe_exists({ name: String(name ?? '') }), m.memory_recipe_exists_meaning(), m.memory_recipe_exists_action()],
  'list-missing': () => [m.memory_list_missing(), m.memory_list_missing_meaning(), m.memory_list_missing_action()],
  'recipe-columns': (d) => [
    m.faults_recipe_columns_what({ sheet: quoted(d, 'sheet'), problems: `${told(d, 'columns')}${columnProblems(d)}` }),
    andNothingSent(m.faults_recipe_columns_meaning()),
    m.faults_recipe_columns_action(),
  ],
};
