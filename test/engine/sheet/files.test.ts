import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explain } from '#contract/sentences.ts';
import { fingerprint, openSource } from '#engine/sheet/index.ts';
import { faultOfFile, rowsOfFile, scratchFile, scratchFolder, workbookBytes } from '../../support/workbooks.ts';
import { zipOf } from '../../support/zipBuilder.ts';

const book = workbookBytes({ sheet: '<row><c><v>1</v></c></row>' });

/** An OLE compound file with streams of these names, as far as a reader of its directory looks. */
function compoundFile(names: readonly string[]): Buffer {
  const file = Buffer.alloc(512 * 3);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(1, 48);
  file.fill(0xff, 76, 512);
  file.writeUInt32LE(0, 76);
  file.writeUInt32LE(0xffff_fffe, 512 + 4);
  names.forEach((name, index) => {
    const at = 1024 + index * 128;
    file.write(name, at, 'utf16le');
    file.writeUInt16LE((name.length + 1) * 2, at + 64);
  });
  return file;
}

describe('a file that is no workbook', () => {
  it.each([
    ['an old workbook', 'old.xls', compoundFile(['Root Entry', 'Workbook']), 'source-legacy'],
    ['an older one', 'old.xls', compoundFile(['Root Entry', 'Book']), 'source-legacy'],
    ['an old workbook under a new name', 'new.xlsx', compoundFile(['Root Entry', 'Workbook']), 'source-legacy'],
    ['one of Excel 4', 'old.xls', Buffer.from('09040600000010000000', 'hex'), 'source-legacy'],
    ['XML of Excel 2003', 'old.xls', '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', 'source-legacy'],
    ['an encrypted workbook', 'secret.xlsx', compoundFile(['Root Entry', 'EncryptionInfo', 'EncryptedPackage']), 'source-encrypted'],
    ['a zip with a password', 'secret.xlsx', workbookBytes({ sheet: '', zip: { encrypted: true } }), 'source-encrypted'],
    ['an old text document', 'letter.doc', compoundFile(['Root Entry', 'WordDocument']), 'source-not-spreadsheet'],
    ['a compound file cut short', 'old.xlsx', compoundFile(['Root Entry']).subarray(0, 600), 'source-damaged'],
    ['a binary workbook', 'binary.xlsb', zipOf({ 'xl/workbook.bin': 'x' }), 'source-binary'],
    ['an OpenDocument table', 'table.ods', zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<a/>' }), 'source-opendocument'],
    ['an OpenDocument text', 'text.odt', zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<a/>' }), 'source-not-spreadsheet'],
    ['a text document', 'letter.docx', zipOf({ 'word/document.xml': '<a/>', '_rels/.rels': '<Relationships/>' }), 'source-not-spreadsheet'],
    ['an empty zip', 'empty.xlsx', zipOf({}), 'source-not-spreadsheet'],
    ['half a workbook', 'half.xlsx', zipOf({ 'xl/worksheets/sheet1.xml': '<worksheet/>' }), 'source-damaged'],
    ['a picture', 'photo.xlsx', Buffer.from('89504e470d0a1a0a0000000d49484452000001f4000001f40806000000', 'hex'), 'source-not-spreadsheet'],
    ['random bytes', 'noise.csv', Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * index * 31 + index * 7) % 251)), 'source-not-spreadsheet'],
    ['a web page', 'report.xls', '<html><body><table><tr><td>1</td></tr></table></body></html>', 'source-web-page'],
    ['a web page that begins with a comment', 'report.xlsx', '\uFEFF\n<!-- report -->\n<div><table><tr><td>1</td></tr></table></div>', 'source-web-page'],
    ['a web page of a strict kind', 'report.xls', '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', 'source-web-page'],
    ['a web page in 16-bit characters', 'report.xls', Buffer.from('\uFEFF<table><tr><td>Имя</td></tr></table>', 'utf16le'), 'source-web-page'],
    ['a web page under the name of a table', 'report.csv', '<!DOCTYPE html>\n<html><head><title>Sign in; please</title></head></html>', 'source-web-page'],
    ['a web archive', 'report.xls', 'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n', 'source-web-page'],
    ['a PDF document', 'report.xls', '%PDF-1.7\nx,y\n1,2\n', 'source-not-spreadsheet'],
    ['a text document in RTF', 'report.xls', '{\\rtf1\\ansi a;b\n1;2\n}', 'source-not-spreadsheet'],
    ['JSON', 'report.csv', '[{"email": "a@example.com"},\n{"email": "b@example.com"}]', 'source-not-spreadsheet'],
    ['a letter', 'letter.eml', 'Dear Ann,\nhow are you?\n', 'source-not-spreadsheet'],
    ['nothing at all', 'nothing.xlsx', '', 'source-damaged'],
  ])('%s', async (_, name, content, code) => {
    expect(await faultOfFile(scratchFile(name, content))).toMatchObject({ code, detail: { file: name } });
  });

  it.each([
    ['page.xls', '<table><tr><td>1</td></tr></table>', 'is a web page, whatever its name says.'],
    ['page.xls', 'MIME-Version: 1.0\nContent-Type: multipart/related\n', 'is a web archive (MHTML), whatever its name says.'],
    ['old.xls', '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', 'is an XML Spreadsheet of Excel 2003.'],
    ['paper.xlsx', '%PDF-1.7', 'is a PDF document, not an Excel workbook or a CSV file.'],
    ['letter.xlsx', zipOf({ 'word/document.xml': '<a/>' }), 'is a Word document, not an Excel workbook or a CSV file.'],
    ['page.xls', '<h1>Report</h1>\n<table><tr><td>1</td></tr></table>', 'is a web page, whatever its name says.'],
    ['page.mht', 'From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.com/\r\nSubject: a\r\n b\r\nMIME-Version: 1.0\r\n', 'is a web archive (MHTML), whatever its name says.'],
    ['old.csv', 'ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K"id"\r\nE\r\n', 'is in the old SYLK format.'],
    ['old.csv', 'TABLE\r\n0,1\r\n"EXCEL"\r\n', 'is in the old DIF format.'],
    ['scan.csv', Buffer.from('49492a0008000000', 'hex'), 'is a picture (TIFF), not an Excel workbook or a CSV file.'],
    ['shop.csv', '<shop>\n<offer id="1,2"/>\n<offer id="3,4"/>\n</shop>', 'is an XML file, not an Excel workbook or a CSV file.'],
    ['data.csv', '[["a","b"],\n["c","d"]]', 'is a JSON file, not an Excel workbook or a CSV file.'],
    ['data.xls', '{"a": 1}', 'is a JSON file, not an Excel workbook or a CSV file.'],
  ])('is named for what it is: %s', async (name, content, words) => {
    expect(explain(await faultOfFile(scratchFile(name, content))).what).toBe(`The file “${name}” ${words}`);
  });

  it('is read as a table where it plainly is one, whatever its name', async () => {
    expect(await rowsOfFile(scratchFile('table.xls', 'Email\tName\na@example.com\tАнна\nb@example.com\tBob\n'))).toHaveLength(3);
    expect(await rowsOfFile(scratchFile('table.csv', '<b>Name</b>;x\nAnn;2\n'))).toHaveLength(2);
    expect(await rowsOfFile(scratchFile('table.csv', '<name>;<mail>\nAnn;2\n'))).toHaveLength(2);
    expect(await rowsOfFile(scratchFile('table.csv', '<b><i>Name</i></b>;x\n<b><i>Ann</i></b>;2\n'))).toHaveLength(2);
    expect(await rowsOfFile(scratchFile('table.csv', '[tag],ID\n1,2\n'))).toHaveLength(2);
    expect(await rowsOfFile(scratchFile('table.csv', 'ID;Phone\nA;2\n'))).toHaveLength(2);
    expect(await rowsOfFile(scratchFile('table.xlsx', 'Email;Name\na@example.com;<b>Anna</b>\nb@example.com;Bob\n'))).toHaveLength(3);
  });

  it('is missing', async () => {
    expect(await faultOfFile(join(scratchFolder(), 'gone.xlsx'))).toEqual({ code: 'source-missing', detail: { file: 'gone.xlsx' } });
  });

  it('is a folder', async () => {
    const folder = join(scratchFolder(), 'folder.xlsx');
    mkdirSync(folder);
    expect((await faultOfFile(folder)).code).toBe('source-unreadable');
  });
});

describe('what a file is', () => {
  it('is told by its content, not by its name', async () => {
    expect(await rowsOfFile(scratchFile('book.csv', book))).toEqual([{ row: 1, cells: [{ t: 'n', v: 1 }] }]);
    expect(await rowsOfFile(scratchFile('table.xlsx', 'a;b\n1;2\n'))).toHaveLength(2);
    const source = await openSource(scratchFile('list.dat', 'a\tb\n1\t2\n3\t4\n'));
    expect([source.kind, source.csv?.encoding.value, source.csv?.delimiter.value]).toEqual(['csv', 'utf-8', '\t']);
    await source.close();
  });

  it('is known again by size, time and checksum', async () => {
    const path = scratchFile('book.xlsx', book);
    expect(await fingerprint(path)).toEqual({
      bytes: book.length,
      modified: statSync(path).mtime.toISOString(),
      sha256: createHash('sha256').update(book).digest('hex'),
    });
    await expect(fingerprint(`${path}.gone`)).rejects.toMatchObject({ code: 'source-missing', detail: { file: 'book.xlsx.gone' } });
  });
});
