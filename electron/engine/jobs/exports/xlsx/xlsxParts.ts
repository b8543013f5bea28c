import type { Column } from '#contract/cells.ts';
import { attributeText } from './xmlText.ts';

/** The parts of a workbook around its sheets (ECMA-376 part 1). */

export const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
export const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
export const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Ids below are those of the built-in formats. */
const firstFormat = 164;

export interface Part {
  readonly name: string;
  readonly text: string;
}

export function sheetPart(number: number): string {
  return `xl/worksheets/sheet${number}.xml`;
}

/** What a workbook has beside its sheets of rows. */
export interface MoreParts {
  /** Name of one more sheet, which is hidden and comes last; its part is written by whoever asks for it. */
  readonly hiddenSheet?: string | null | undefined;
  /** Elements of [Content_Types].xml. */
  readonly contentTypes?: string | undefined;
  readonly styles?: string | undefined;
}

/** All parts but the sheets. `codes`: number formats, of the cell formats from `firstCodeStyle` on. */
export function workbookParts(rowSheets: readonly string[], codes: readonly string[], date1904: boolean, { hiddenSheet = null, contentTypes = '', styles = stylesText(codes) }: MoreParts = {}): readonly Part[] {
  const sheets = hiddenSheet === null ? rowSheets : [...rowSheets, hiddenSheet];
  const numbers = sheets.map((_, index) => index + 1);
  return [
    {
      name: '[Content_Types].xml',
      text: `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${numbers.map((number) => `<Override PartName="/${sheetPart(number)}" ContentType="${types}.worksheet+xml"/>`).join('')}${contentTypes}</Types>`,
    },
    { name: '_rels/.rels', text: `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>` },
    {
      name: 'xl/workbook.xml',
      text: `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${sheets.map((name, index) => `<sheet name="${attributeText(name)}" sheetId="${index + 1}"${index < rowSheets.length ? '' : ' state="hidden"'} r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `${head}<Relationships xmlns="${packageRelations}">${numbers.map((number) => `<Relationship Id="rId${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    },
    { name: 'xl/styles.xml', text: styles },
  ];
}

/** Cell formats beside those of the number formats, which every one of the tints repeats. */
export interface MoreStyles {
  /** Elements, behind the usual font. */
  readonly fonts: readonly string[];
  /** Colours as RRGGBB; the first is fill 2. */
  readonly fills: readonly string[];
  /** Fills of which all cell formats are made once more, in this order. */
  readonly tints: readonly number[];
  /** Cell formats at the end. */
  readonly xfs: readonly string[];
}

/** Cell formats: General, text, and one for each code. */
export function stylesText(codes: readonly string[], { fonts, fills, tints, xfs: more }: MoreStyles = { fonts: [], fills: [], tints: [], xfs: [] }): string {
  const formats = codes.map((code, index) => `<numFmt numFmtId="${firstFormat + index}" formatCode="${attributeText(code)}"/>`).join('');
  const xf = (id: number, fill: number): string => `<xf numFmtId="${id}" fontId="0" fillId="${fill}" borderId="0" xfId="0"${id === 0 ? '' : ' applyNumberFormat="1"'}${fill === 0 ? '' : ' applyFill="1"'}/>`;
  const ids = [0, 49, ...codes.map((_, index) => firstFormat + index)];
  const xfs = [...[0, ...tints].flatMap((fill) => ids.map((id) => xf(id, fill))), ...more];
  const solid = fills.map((colour) => `<fill><patternFill patternType="solid"><fgColor rgb="FF${colour}"/><bgColor indexed="64"/></patternFill></fill>`).join('');
  return `${head}<styleSheet xmlns="${main}">${codes.length === 0 ? '' : `<numFmts count="${codes.length}">${formats}</numFmts>`}<fonts count="${fonts.length + 1}"><font><sz val="11"/><name val="Calibri"/></font>${fonts.join('')}</fonts><fills count="${fills.length + 2}"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${solid}</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${xfs.length}">${xfs.join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

/** Of the usual width of columns, in characters. */
const width = 16;

/** The beginning of a sheet: the header row stays in sight, columns hidden in the source are hidden; `widths` of all columns, in characters. */
export function sheetHead(columns: readonly Column[], widths: readonly number[]): string {
  return beginSheet(widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"${columns[index]?.hidden === true ? ' hidden="1"' : ''}/>`));
}

/** `cols`: elements of the columns that are not as usual. */
export function beginSheet(cols: readonly string[]): string {
  return `${head}<worksheet xmlns="${main}" xmlns:r="${relations}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="${width}" defaultRowHeight="15"/>${cols.length === 0 ? '' : `<cols>${cols.join('')}</cols>`}<sheetData>`;
}

/** The end of a sheet whose header filters its rows. */
export const filteredTail = (area: string): string => `</sheetData><autoFilter ref="${attributeText(area)}"/></worksheet>`;

/** A name that Excel takes for a sheet: at most 31 characters, none of `[]:*?/\`, no apostrophe at the ends. */
export function sheetName(name: string, number: number): string {
  const ending = number === 1 ? '' : ` ${number}`;
  const cleaned = name.replace(/[[\]:*?/\\\u0000-\u001f]/g, '_').slice(0, 31 - ending.length).replace(/^'|'$/g, '_').trim();
  return `${cleaned === '' || cleaned.toLowerCase() === 'history' ? 'Rows' : cleaned}${ending}`;
}
