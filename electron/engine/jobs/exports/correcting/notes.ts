import { columnIndex } from '#contract/cells.ts';
import { main, packageRelations, relations, type Part } from '../xlsx/xlsxParts.ts';
import { cellText } from '../xlsx/xmlText.ts';
import type { PartPieces } from '../xlsx/xlsxBook.ts';

/** A note of a cell. */
export interface Note {
  /** Such as B7. */
  readonly at: string;
  readonly text: string;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Id of the relation that a sheet names as its legacyDrawing. */
export const drawingId = 'rId1';

/** What [Content_Types].xml says of the notes of sheets. */
export function notesContentTypes(sheets: readonly number[]): string {
  if (sheets.length === 0) return '';
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml';
  return `<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>${sheets.map((sheet) => `<Override PartName="/xl/comments${sheet}.xml" ContentType="${type}"/>`).join('')}`;
}

/**
 * The parts of a sheet's notes: their texts (ECMA-376 part 1, 18.7), and the boxes in which they are shown, which Excel reads
 * from VML only (part 4, 19).
 */
export function notesParts(sheet: number, notes: readonly Note[]): readonly PartPieces[] {
  const related: Part = {
    name: `xl/worksheets/_rels/sheet${sheet}.xml.rels`,
    text: `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="${drawingId}" Type="${relations}/vmlDrawing" Target="../drawings/vmlDrawing${sheet}.vml"/><Relationship Id="rId2" Type="${relations}/comments" Target="../comments${sheet}.xml"/></Relationships>`,
  };
  return [
    { name: `xl/comments${sheet}.xml`, pieces: comments(notes) },
    { name: `xl/drawings/vmlDrawing${sheet}.vml`, pieces: boxes(sheet, notes) },
    { name: related.name, pieces: [related.text] },
  ];
}

function* comments(notes: readonly Note[]): Generator<string> {
  yield `${head}<comments xmlns="${main}"><authors><author>Profile Importer</author></authors><commentList>`;
  for (const { at, text } of notes) yield `<comment ref="${at}" authorId="0"><text><r><rPr><sz val="9"/><rFont val="Tahoma"/></rPr><t xml:space="preserve">${cellText(text)}</t></r></text></comment>`;
  yield '</commentList></comments>';
}

/** Ids of shapes come from blocks of 1,024 that a drawing owns; a sheet has no more than these. */
const shapesPerBlock = 1_024;
const blocksPerSheet = 20;

function* boxes(sheet: number, notes: readonly Note[]): Generator<string> {
  const first = (sheet - 1) * blocksPerSheet + 1;
  const blocks = Array.from({ length: Math.max(1, Math.ceil((notes.length + 1) / shapesPerBlock)) }, (_, index) => first + index);
  yield `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${blocks.join(',')}"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`;
  let number = first * shapesPerBlock;
  for (const { at, text } of notes) {
    number += 1;
    yield box(number, at, text);
  }
  yield '</xml>';
}

function box(number: number, at: string, text: string): string {
  const column = columnIndex(at.replace(/\d+$/, ''));
  const row = Number(at.replace(/^\D+/, '')) - 1;
  const lines = Math.min(20, Math.max(4, Math.ceil(text.length / 38) + 1));
  // From column, its offset, from row, its offset, to column, its offset, to row, its offset.
  const anchor = [column + 1, 15, Math.max(0, row - 1), 10, column + 3, 60, Math.max(0, row - 1) + lines, 4].join(', ');
  return `<v:shape id="_x0000_s${number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:220pt;height:${lines * 13}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`;
}
