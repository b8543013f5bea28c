import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { openSource } from '#engine/sheet/index.ts';
import { mainNamespace, workbookBytes, type WorkbookParts } from './workbookBytes.ts';

/**
 * Workbooks and CSV files damaged at random, each by a number: the same number always gives the same file. Half of
 * them are damaged as bytes, which checksums mostly find; half in the XML of a part, which is then zipped properly.
 */

interface Base {
  readonly name: string;
  readonly made: WorkbookParts | null;
  readonly bytes: Buffer;
}

const rows = Array.from({ length: 30 }, (_, index) => {
  const row = index + 1;
  return (
    `<row r="${row}" spans="1:5"><c r="A${row}" t="s"><v>${index % 4}</v></c><c r="B${row}" s="1"><v>${45_000 + index}.5</v></c>` +
    `<c r="C${row}" t="inlineStr"><is><t xml:space="preserve"> Ж${index} &amp; </t></is></c><c r="D${row}" s="2"><f>B${row}*2</f><v>${index / 7}</v></c>` +
    `<c r="E${row}" t="${index % 2 === 0 ? 'b' : 'e'}"><v>${index % 2 === 0 ? '1' : '#N/A'}</v></c></row>`
  );
}).join('');

const full: WorkbookParts = {
  sheet: `<?xml version="1.0" encoding="UTF-8"?><!-- c --><worksheet xmlns="${mainNamespace}"><cols><col min="1"/></cols><sheetData>${rows}</sheetData></worksheet>`,
  strings: '<si><t>один</t></si><si><r><t>two </t></r><r><t>три</t></r><rPh><t>x</t></rPh></si><si><t><![CDATA[<4>]]></t></si><si><t>_x000D_</t></si>',
  formats: ['dd.mm.yyyy hh:mm', '#,##0.00;[Red]-#,##0.00'],
};
const csv = Buffer.from(Array.from({ length: 40 }, (_, index) => `${index};"Ж ""${index}""";кто\r\n`).join(''));

const bases: readonly Base[] = [
  { name: 'full.xlsx', made: full, bytes: workbookBytes(full) },
  { name: 'stored.xlsx', made: full, bytes: workbookBytes({ ...full, zip: { stored: true } }) },
  { name: 'zip64.xlsx', made: full, bytes: workbookBytes({ ...full, zip: { zip64: true, descriptors: true } }) },
  { name: 'list.csv', made: null, bytes: csv },
  { name: 'wide.csv', made: null, bytes: Buffer.from(`\ufeff${csv.toString()}`, 'utf16le') },
];

/** The parts in which XML is damaged. */
const damagedParts = ['xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml', 'xl/styles.xml', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels', '_rels/.rels'] as const;
const tokens = [
  '<', '>', '/>', '</', '"', "'", '&', '&#x', '&amp;', '<!--', '-->', '<![CDATA[', ']]>', '<?', '?>', '<!DOCTYPE', '\0', '\ufffe', '</row>', '<row>', '<c r="', '</c>', '<v>', '</v>',
  '<is>', '</sheetData>', '<sheetData>', '</si>', '<t>', ' r="ZZZZ9"', ' r="A99999999"', ' t="s"', ' t="d"', ' s="-1"', ' s="99999999"', '1e999', '-', '_x', '_xD800_', '9'.repeat(400), 'x:', '=',
];

export interface MutatedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The damaged file with this number. */
export function mutatedFile(seed: number, index: number): MutatedFile {
  const random = randomNumbers(Math.imul(seed, 0x9e37_79b1) ^ index);
  const base = bases[random(bases.length)] ?? bases[0]!;
  if (base.made === null || random(2) === 0) return { name: base.name, bytes: mutateBytes(base.bytes, random) };
  const missing = random(12) === 0 ? { [pick(damagedParts, random)]: null } : {};
  return { name: base.name, bytes: workbookBytes({ ...base.made, parts: { ...missing, ...mutatedPart(base, random) } }) };
}

function mutatedPart(base: Base, random: Random): Record<string, Buffer> {
  const name = pick(damagedParts, random);
  const whole = Buffer.from(String(name === 'xl/worksheets/sheet1.xml' ? base.made?.sheet : partText(name)));
  let bytes = whole;
  for (let count = 1 + random(4); count > 0; count -= 1) {
    const at = random(bytes.length + 1);
    const until = Math.min(bytes.length, at + random(random(8) === 0 ? 400 : 12));
    const token = random(5) === 0 ? Buffer.alloc(0) : Buffer.from(pick(tokens, random));
    bytes = Buffer.concat([bytes.subarray(0, at), token, bytes.subarray(random(2) === 0 ? at : until)]);
  }
  return { [name]: bytes };
}

/** Text of a part that every workbook of ours has, to be damaged. */
function partText(name: string): string {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  if (name === 'xl/sharedStrings.xml') return `<sst xmlns="${mainNamespace}">${full.strings ?? ''}</sst>`;
  if (name === 'xl/workbook.xml') return `<workbook xmlns="${mainNamespace}" xmlns:r="${office}"><workbookPr/><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`;
  if (name === 'xl/styles.xml') {
    return `<styleSheet xmlns="${mainNamespace}"><numFmts><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="4"/></cellXfs></styleSheet>`;
  }
  const targets = name === '_rels/.rels' ? [['officeDocument', 'xl/workbook.xml']] : [['worksheet', 'worksheets/sheet1.xml'], ['sharedStrings', 'sharedStrings.xml'], ['styles', 'styles.xml']];
  const each = targets.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${target}"/>`);
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each.join('')}</Relationships>`;
}

function mutateBytes(whole: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(whole);
  for (let count = 1 + random(6); count > 0; count -= 1) {
    const at = random(bytes.length);
    const kind = random(7);
    if (kind === 0) bytes[at] = random(256);
    else if (kind === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + 1 + random(20)))]);
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(pick(tokens, random)), bytes.subarray(at)]);
    else if (kind === 4) bytes = random(6) === 0 ? bytes.subarray(0, at) : bytes;
    else if (kind === 5) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + random(200)), bytes.subarray(at)]);
    else if (bytes.length >= 4) bytes.writeUInt32LE([0, 1, 0x7fff_ffff, 0xffff_ffff][random(4)] ?? 0, Math.min(at, bytes.length - 4));
    if (bytes.length === 0) break;
  }
  return bytes;
}

/** What came of reading a file: "cells", a fault's code, or what went wrong with the reader itself. */
export async function outcomeOf(file: MutatedFile, folder: string): Promise<string> {
  const path = join(folder, file.name);
  await writeFile(path, file.bytes);
  try {
    const source = await openSource(path);
    try {
      for await (const batch of source.rows({})) for (const row of batch) checkRow(row);
      return 'cells';
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!(error instanceof Fault)) return `CRASH ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    if (error.detail.file !== basename(path)) return `CRASH a fault ${error.code} without the file's name`;
    return error.code;
  }
}

/** What every row promises, whatever it was read from. */
function checkRow(row: { readonly row: number; readonly cells: readonly unknown[] }): void {
  const isRow = Number.isInteger(row.row) && row.row >= 1 && row.cells.length > 0 && row.cells.at(-1) !== null;
  const isCell = (cell: unknown): boolean => cell === null || (typeof cell === 'object' && cell !== undefined && 'v' in cell && !Number.isNaN(cell.v));
  if (!isRow || !Array.from(row.cells).every(isCell)) throw new Error(`a row that is none: ${JSON.stringify(row).slice(0, 300)}`);
}

type Random = (below: number) => number;

/** Numbers from a seed (mulberry32). */
function randomNumbers(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, below);
  };
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[random(items.length)]!;
}
