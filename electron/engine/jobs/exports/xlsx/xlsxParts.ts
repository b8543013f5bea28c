import type { Column } from '#contract/cells.ts';
import { attributeText } from './xmlText.ts';

/** The parts of a workbook around its sheets (ECMA-376 part 1). */

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Ids below are those of the built-in formats. */
const firstFormat = 164;

export interface Part {
  readonly name: string;
  readonly text: string;
}

export function sheetPart(number: number): string {
  return `xl/worksheets/sheet${number}.xml`;
}

/** All parts but the sheets. `codes`: number formats, of the cell formats from `firstCodeStyle` on. */
export function workbookParts(sheets: readonly string[], codes: readonly string[], date1904: boolean): readonly Part[] {
  const numbers = sheets.map((_, index) => index + 1);
  return [
    {
      name: '[Content_Types].xml',
      text: `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${numbers.map((number) => `<Override PartName="/${sheetPart(number)}" ContentType="${types}.worksheet+xml"/>`).join('')}</Types>`,
    },
    { name: '_rels/.rels', text: `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>` },
    {
      name: 'xl/workbook.xml',
      text: `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${sheets.map((name, index) => `<sheet name="${attributeText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: `${head}<Relationships xmlns="${packageRelations}">${numbers.map((number) => `<Relationship Id="rId${number}" Type="${relations}/worksheet" Target="worksheets/sheet${number}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    },
    { name: 'xl/styles.xml', text: stylesText(codes) },
  ];
}

function stylesText(codes: readonly string[]): string {
  const formats = codes.map((code, index) => `<numFmt numFmtId="${firstFormat + index}" formatCode="${attributeText(code)}"/>`).join('');
  const xf = (id: number): string => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0"${id === 0 ? '' : ' applyNumberFormat="1"'}/>`;
  const xfs = [0, 49, ...codes.map((_, index) => firstFormat + index)].map(xf).join('');
  return `${head}<styleSheet xmlns="${main}">${codes.length === 0 ? '' : `<numFmts count="${codes.length}">${formats}</numFmts>`}<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${codes.length + 2}">${xfs}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}

/** Of the usual width of columns, in characters. */
const width = 16;

/** The beginning of a sheet: the header row stays in sight, columns hidden in the source are hidden. */
export function sheetHead(columns: readonly Column[]): string {
  const cols = columns.flatMap(({ hidden }, index) => (hidden === true ? [`<col min="${index + 1}" max="${index + 1}" width="${width}" hidden="1"/>`] : []));
  return `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="${width}" defaultRowHeight="15"/>${cols.length === 0 ? '' : `<cols>${cols.join('')}</cols>`}<sheetData>`;
}

export const sheetTail = '</sheetData></worksheet>';

/** A name that Excel takes for a sheet: at most 31 characters, none of `[]:*?/\`, no apostrophe at the ends. */
export function sheetName(name: string, number: number): string {
  const ending = number === 1 ? '' : ` ${number}`;
  const cleaned = name.replace(/[[\]:*?/\\\u0000-\u001f]/g, '_').slice(0, 31 - ending.length).replace(/^'|'$/g, '_').trim();
  return `${cleaned === '' || cleaned.toLowerCase() === 'history' ? 'Rows' : cleaned}${ending}`;
}
