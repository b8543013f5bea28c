import { zipPieces, type ZipOptions } from './zipBuilder.ts';

/** Workbooks made by hand from the XML that a test is about. */
export interface WorkbookParts {
  /** What stands inside `<sheetData>`, or a whole worksheet part where it starts with `<?xml` or is bytes. */
  readonly sheet: string | Buffer;
  /** What stands inside `<sst>`; no such part where left out. */
  readonly strings?: string;
  /** Number format codes, which `s="1"`, `s="2"` … then name; a number is a built-in format. */
  readonly formats?: readonly (string | number)[];
  readonly date1904?: boolean;
  /** Parts beside those, or in their place; null takes one away. */
  readonly parts?: Readonly<Record<string, string | Buffer | null>>;
  readonly zip?: ZipOptions;
}

export const mainNamespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const officeNamespace = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The bytes of a workbook with one sheet, "Sheet1". */
export function workbookBytes(made: WorkbookParts): Buffer {
  return Buffer.concat(workbookPieces(made));
}

/** The same in the pieces that it is made of; see zipPieces. */
export function workbookPieces(made: WorkbookParts): readonly Buffer[] {
  const own: Record<string, string | Buffer | null> = {
    '[Content_Types].xml': `${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml':
      `${xmlHead}<workbook xmlns="${mainNamespace}" xmlns:r="${officeNamespace}"><workbookPr${made.date1904 === true ? ' date1904="1"' : ''}/>` +
      '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relationships([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/worksheets/sheet1.xml': sheetPart(made.sheet),
    ...(made.strings === undefined ? {} : { 'xl/sharedStrings.xml': `${xmlHead}<sst xmlns="${mainNamespace}">${made.strings}</sst>` }),
    ...(made.formats === undefined ? {} : { 'xl/styles.xml': stylesPart(made.formats) }),
    ...made.parts,
  };
  const parts = Object.entries(own).filter((entry): entry is [string, string | Buffer] => entry[1] !== null);
  return zipPieces(Object.fromEntries(parts), made.zip);
}

/** A relationships part; ids are rId1, rId2 … */
export function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
  const each = targets.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${officeNamespace}/${type}" Target="${target}"/>`);
  return `${xmlHead}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each.join('')}</Relationships>`;
}

export function sheetPart(sheet: string | Buffer): string | Buffer {
  if (Buffer.isBuffer(sheet) || sheet.startsWith('<?xml')) return sheet;
  return `${xmlHead}<worksheet xmlns="${mainNamespace}" xmlns:r="${officeNamespace}"><sheetData>${sheet}</sheetData></worksheet>`;
}

function stylesPart(formats: readonly (string | number)[]): string {
  const codes = formats.map((format, index) =>
    typeof format === 'number' ? '' : `<numFmt numFmtId="${164 + index}" formatCode="${escapeAttribute(format)}"/>`,
  );
  const ids = formats.map((format, index) => `<xf numFmtId="${typeof format === 'number' ? format : 164 + index}"/>`);
  return `${xmlHead}<styleSheet xmlns="${mainNamespace}"><numFmts>${codes.join('')}</numFmts><cellXfs><xf numFmtId="0"/>${ids.join('')}</cellXfs></styleSheet>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
