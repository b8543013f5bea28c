import { m } from '#messages';

/** What a file is that is no table, by what the reader calls it in a fault (sheet/detect/otherContent.ts): the same in all languages. */
const contents: Readonly<Record<string, () => string>> = {
  'a PDF document': m.contents_pdf,
  'a text document (RTF)': m.contents_rtf,
  'a picture (PNG)': m.contents_png,
  'a picture (JPEG)': m.contents_jpeg,
  'a picture (GIF)': m.contents_gif,
  'a picture (TIFF)': m.contents_tiff,
  'a compressed file (gzip)': m.contents_gzip,
  'an archive (RAR)': m.contents_rar,
  'an archive (7z)': m.contents_7z,
  'a compressed file (xz)': m.contents_xz,
  'a compressed file (bzip2)': m.contents_bzip2,
  'a database file (SQLite)': m.contents_sqlite,
  'a Word document': m.contents_word,
  'a PowerPoint presentation': m.contents_powerpoint,
  'a zip archive': m.contents_zip,
  'an XML file': m.contents_xml,
  'a JSON file': m.contents_json,
  'an XML Spreadsheet of Excel 2003': m.contents_spreadsheet_2003,
  'a web archive (MHTML)': m.contents_mhtml,
  'in the old SYLK format': m.contents_sylk,
  'in the old DIF format': m.contents_dif,
};

/** In the language that is spoken; what is not known as it is called. */
export function contentName(content: string): string {
  return Object.hasOwn(contents, content) ? (contents[content]?.() ?? content) : content;
}
