import { createWriteStream } from 'node:fs';
import { ZipWriter } from '#engine/jobs/exports/xlsx/zipWriter.ts';
import { profileHeaders, profileRow, sharedTexts, type ProfileRow } from './profileRows.ts';

export interface WorkbookOptions {
  /** Rows below the header. */
  readonly rows: number;
  /** `shared`: as Excel lays a workbook out. `inline`: as streaming writers do, with data descriptors. */
  readonly layout: 'shared' | 'inline';
  readonly seed: number;
  readonly out: string;
  /** E-mails of people that a platform knows, by row from 0, in place of invented ones. */
  readonly emailOf?: (index: number) => string;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const rowsPerPiece = 500;
const columns = 'ABCDEFGHIJ';
/** Strings that only their own row has: e-mail, phone, client number. */
const ownStrings = 3;

const sharedNumber: ReadonlyMap<string, number> = new Map(sharedTexts.map((text, index) => [text, index]));

/** Writes a workbook of invented profiles with one sheet, "Profiles", in bounded memory whatever its length. */
export async function writeWorkbook({ rows, layout, seed, out, emailOf }: WorkbookOptions): Promise<void> {
  const isShared = layout === 'shared';
  const rowOf: RowOf = (index) => ({ ...profileRow(seed, index), ...(emailOf === undefined ? {} : { email: emailOf(index) }) });
  const zip = new ZipWriter(createWriteStream(out), { sizes: isShared ? 'header' : 'behind', level: 6 });
  await zip.add('[Content_Types].xml', contentTypes(isShared));
  await zip.add('_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']]));
  await zip.add('xl/workbook.xml', workbook);
  const parts: [string, string][] = [['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml']];
  await zip.add('xl/_rels/workbook.xml.rels', relationships(isShared ? [...parts, ['sharedStrings', 'sharedStrings.xml']] : parts));
  await addPieces(zip, 'xl/worksheets/sheet1.xml', sheet(rows, rowOf, isShared ? sharedCell : inlineCell));
  await zip.add('xl/styles.xml', styles);
  if (isShared) await addPieces(zip, 'xl/sharedStrings.xml', sharedStrings(rows, rowOf));
  await zip.finish();
}

async function addPieces(zip: ZipWriter, partName: string, pieces: Iterable<string>): Promise<void> {
  const part = zip.begin(partName);
  for (const piece of pieces) await part.write(piece);
  await part.end();
}

const workbook = `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Profiles" sheetId="1" r:id="rId1"/></sheets></workbook>`;
const styles =
  `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>` +
  '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>' +
  '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/>' +
  '<xf numFmtId="2" applyNumberFormat="1"/></cellXfs></styleSheet>';

function contentTypes(isShared: boolean): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const parts = [['workbook', 'sheet.main'], ['worksheets/sheet1', 'worksheet'], ['styles', 'styles'], ...(isShared ? [['sharedStrings', 'sharedStrings']] : [])];
  const overrides = parts.map(([part, kind]) => `<Override PartName="/xl/${part}.xml" ContentType="${type}.${kind}+xml"/>`);
  return (
    `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
  );
}

function relationships(targets: readonly (readonly [string, string])[]): string {
  const each = targets.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${target}"/>`);
  return `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each.join('')}</Relationships>`;
}

type RowOf = (index: number) => ProfileRow;

type StringCell = (reference: string, text: string, own: number) => string;

/** `own`: number of the row's own string, or -1 for one that rows share. */
const sharedCell: StringCell = (reference, text, own) => {
  const index = own < 0 ? sharedNumber.get(text) : sharedTexts.length + own;
  return `<c r="${reference}" t="s"><v>${index}</v></c>`;
};
const inlineCell: StringCell = (reference, text) => `<c r="${reference}" t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`;

function* sheet(rows: number, rowOf: RowOf, cell: StringCell): Generator<string> {
  const header = profileHeaders.map((text, index) => cell(`${columns[index]}1`, text, -1)).join('');
  yield `${head}<worksheet xmlns="${main}"><dimension ref="A1:J${rows + 1}"/><sheetData><row r="1" spans="1:10">${header}</row>`;
  let piece = '';
  for (let index = 0; index < rows; index += 1) {
    piece += rowXml(index, rowOf(index), cell);
    if (index % rowsPerPiece === rowsPerPiece - 1) {
      yield piece;
      piece = '';
    }
  }
  yield `${piece}</sheetData></worksheet>`;
}

function rowXml(index: number, row: ProfileRow, cell: StringCell): string {
  const number = index + 2;
  const own = index * ownStrings;
  return (
    `<row r="${number}" spans="1:10">${cell(`A${number}`, row.email, own)}${cell(`B${number}`, row.first, -1)}${cell(`C${number}`, row.last, -1)}` +
    `${cell(`D${number}`, row.phone, own + 1)}${cell(`E${number}`, row.id, own + 2)}<c r="F${number}" s="1"><v>${row.born}</v></c>` +
    `<c r="G${number}" s="2"><v>${row.spent}</v></c>${cell(`H${number}`, row.tags, -1)}${cell(`I${number}`, row.city, -1)}` +
    `<c r="J${number}" t="b"><v>${row.subscribed ? 1 : 0}</v></c></row>`
  );
}

function* sharedStrings(rows: number, rowOf: RowOf): Generator<string> {
  const unique = sharedTexts.length + rows * ownStrings;
  yield `${head}<sst xmlns="${main}" count="${10 + rows * 7}" uniqueCount="${unique}">${sharedTexts.map(item).join('')}`;
  let piece = '';
  for (let index = 0; index < rows; index += 1) {
    const { email, phone, id } = rowOf(index);
    piece += item(email) + item(phone) + item(id);
    if (index % rowsPerPiece === rowsPerPiece - 1) {
      yield piece;
      piece = '';
    }
  }
  yield `${piece}</sst>`;
}

function item(text: string): string {
  return `<si><t>${escapeXml(text)}</t></si>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
