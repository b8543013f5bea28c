import { Fault } from '#contract/faults.ts';

/** What a file is that is neither workbook nor CSV, named in words for the sentence that tells it. */

const signatures: readonly (readonly [hex: string, words: string])[] = [
  ['25504446', 'a PDF document'],
  ['7b5c7274', 'a text document (RTF)'],
  ['89504e47', 'a picture (PNG)'],
  ['ffd8ff', 'a picture (JPEG)'],
  ['47494638', 'a picture (GIF)'],
  ['49492a00', 'a picture (TIFF)'],
  ['4d4d002a', 'a picture (TIFF)'],
  ['1f8b08', 'a compressed file (gzip)'],
  ['52617221', 'an archive (RAR)'],
  ['377abcaf', 'an archive (7z)'],
  ['fd377a585a00', 'a compressed file (xz)'],
  ['425a6839314159', 'a compressed file (bzip2)'],
  ['53514c69746520666f726d6174', 'a database file (SQLite)'],
];

/** The fault of a file that its first bytes name; null where they do not. */
export function faultOfBytes(head: Buffer): Fault | null {
  const hex = head.toString('hex');
  const found = signatures.find(([begin]) => hex.startsWith(begin));
  return found === undefined ? null : new Fault('source-not-spreadsheet', { content: found[1] });
}

/** The fault of a zip that holds another kind of document. */
export function faultOfParts(names: readonly string[]): Fault {
  const holds = (folder: string): boolean => names.some((name) => name.toLowerCase().startsWith(folder));
  const content = holds('word/') ? 'a Word document' : holds('ppt/') ? 'a PowerPoint presentation' : names.length > 0 ? 'a zip archive' : '';
  return new Fault('source-not-spreadsheet', content === '' ? {} : { content });
}

const webPage = /^<(?:!doctype\s+html|!--|html|head|meta|title|style|script|link|body|table|tr|div|center|font|p|h[1-6]|span|b|br|a|img|form)\b/i;
const webTable = /<(?:html|head|body|table|tr|meta)\b/i;
/** Web archives are mails in form; Excel writes them as .mht, programs often as .xls. Lines that begin with a blank go on with the one before. */
const mailLine = /^(?:From|To|Subject|Date|Content-[\w-]+|Snapshot-[\w-]+|Message-ID|X-[\w-]+):[^\n]*\n(?:[ \t][^\n]*\n)*/i;
const webArchive = /^MIME-Version:[^\n]*\n/i;
/** Objects with names, alone or in a list, and lists of lists; `[tag],b` and `{a};{b}` may be CSV. */
const json = /^(?:\[\s*)?\{\s*"(?:[^"\\]|\\.)*"\s*:|^\[\s*\[\s*(?:"|-?\d|\]|true|false|null)/;
/** What no line of CSV begins with: one element around all others. */
const xml = /^<([a-z_][\w.:-]*)(?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*>\s*(?:<[a-z_!?][^>]*>)/i;
const symbolicLink = /^ID;P[A-Z0-9_.]*(?:;[A-Z])*\s*[\r\n](?:P;[A-Z]|[BC];[XY]\d|[FO];[A-Z])/;
const dataInterchange = /^TABLE\r?\n0,1\r?\n/;

/**
 * The fault of a text that is no table, told by its beginning; null for all that may be CSV. Programs write web pages and XML
 * under the name .xls, because Excel opens them.
 */
export function faultOfText(sample: string): Fault | null {
  const text = sample.replace(/^[\uFEFF\s]+/, '');
  if (/^<(?:\?xml|[a-z:]*workbook\b)/i.test(text)) {
    if (text.includes('urn:schemas-microsoft-com:office:spreadsheet')) return new Fault('source-legacy', { content: 'an XML Spreadsheet of Excel 2003' });
    if (text.includes('opendocument')) return new Fault('source-opendocument');
    return webTable.test(text) ? new Fault('source-web-page') : new Fault('source-not-spreadsheet', { content: 'an XML file' });
  }
  if ((webPage.test(text) || /^<!--/.test(text)) && webTable.test(text)) return new Fault('source-web-page');
  if (webArchive.test(withoutMailLines(text))) return new Fault('source-web-page', { content: 'a web archive (MHTML)' });
  if (symbolicLink.test(text)) return new Fault('source-legacy', { content: 'in the old SYLK format' });
  if (dataInterchange.test(text)) return new Fault('source-legacy', { content: 'in the old DIF format' });
  if (isXml(text)) return new Fault('source-not-spreadsheet', { content: 'an XML file' });
  return json.test(text) ? new Fault('source-not-spreadsheet', { content: 'a JSON file' }) : null;
}

/** Without the lines that may stand before the one that names the form of a mail. */
function withoutMailLines(text: string): string {
  let rest = text;
  for (let line = mailLine.exec(rest); line !== null; line = mailLine.exec(rest)) rest = rest.slice(line[0].length);
  return rest;
}

/** An element with others in it that is not closed in its own line, as `<b><i>Name</i></b>;x` would be. */
function isXml(text: string): boolean {
  const begin = text.replace(/^(?:<!--.*?-->\s*)+/s, '');
  const name = xml.exec(begin)?.[1];
  if (name === undefined) return false;
  const end = begin.trimEnd();
  const closing = `</${name}>`;
  return end.endsWith(closing) ? end.indexOf(closing) === end.length - closing.length : !end.includes(closing);
}
