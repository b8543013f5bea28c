/**
 * When two texts are the same to a person who sees them: keys, headers, names of sheets, values of lists. Letters may be
 * written composed (й) or as a letter with a mark behind it (и and U+0306, as macOS writes them), and characters that
 * nobody sees come along from web pages and address books.
 */

/** What has no width and no meaning outside of its script: zero-width and direction marks, soft hyphens, byte order marks, selectors, fillers. */
const invisible = /\p{Default_Ignorable_Code_Point}+/gu;
/** White space, and the blanks that JavaScript does not count as such. */
const blank = String.raw`\s\u0085\u2800`;
/** What nobody sees at the ends of a text. Selectors, joiners and tags stay: they may belong to an emoji. */
const mark = String.raw`\u00AD\u034F\u061C\u115F\u1160\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0`;
const outerBlank = new RegExp(`^[${blank}]+|[${blank}]+$`, 'g');
const outerMark = new RegExp(`^[${blank}${mark}]+|[${blank}${mark}]+$`, 'g');

/** Whether there is nothing to put right in a text but perhaps its outer spaces: printable ASCII, letters of Western and Central Europe, Greek and Cyrillic ones, all of them composed. */
export function isPlainText(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!isPlain(text.charCodeAt(at))) return false;
  return true;
}

/** U+00AD is a soft hyphen, U+00A0 a no-break space; marks that join the letter before begin at U+0300 and at U+0483. */
function isPlain(unit: number): boolean {
  if (unit < 0x7f) return unit >= 0x20;
  return (unit > 0xad && unit < 0x300) || (unit > 0x36f && unit < 0x483) || (unit > 0x489 && unit < 0x590);
}

/**
 * The text by which it is compared, and sent where a machine reads it (keys, numbers, addresses, words of a list):
 * composed (NFC), without invisible characters and outer white space.
 */
export function visibleText(text: string): string {
  return isPlainText(text) ? text.trim() : text.replace(invisible, '').replace(outerBlank, '').normalize('NFC');
}

/** A text that people read, as it is sent: composed (NFC), nothing invisible or blank at its ends, empty where nobody sees anything of it. What joins an emoji stays. */
export function composedText(text: string): string {
  if (isPlainText(text)) return text.trim();
  return visibleText(text) === '' ? '' : text.replace(outerMark, '').normalize('NFC');
}

/** The same without regard to letter case and to how much white space stands between words: values of lists and maps, headers. */
export function foldedText(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').toLowerCase();
}

/** Letters that differ by their place in a word or by a language alone: the sigma at a word's end, the Turkish capital I with its dot. */
function asSought(text: string): string {
  const lower = foldedText(text).replaceAll('ς', 'σ');
  return lower.includes('\u0307') ? lower.replaceAll('i\u0307', 'i') : lower;
}

/** What plain text has that is not put right by lower case alone: spaces in a row, and letters as those above. */
const unusual = / {2}|[\u0130Σςϴ]/;
/**
 * Where a JSON is not plain in this sense, or writes something otherwise than it is shown: white space and invisible characters
 * escaped, numbers with an exponent. As a pattern it is looked for twice as fast as by isPlainText.
 */
const unusualJson = /[^ -~\u00ae-\u02ff\u0370-\u0482\u048a-\u058f]| {2}|[\u0130Σςϴ]|\\[^"]|\d[eE][+-]/;

export interface TextFinder {
  /** Whether a person who looks for it sees it in a text: without regard to letter case, to how letters are written, and to what nobody sees. */
  readonly shows: (text: string) => boolean;
  /** Whether it may stand in some text or number of a JSON: false only where it stands in none. Many times faster than looking at each. */
  readonly mayShow: (json: string) => boolean;
}

/** Finds a text in others. Null where nobody sees anything of what is sought. Pure. */
export function textFinder(sought: string): TextFinder | null {
  const wanted = asSought(sought);
  if (wanted === '') return null;
  const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'i');
  const isEscaped = /["\\]/.test(wanted);
  return {
    shows: (text) => (isPlainText(text) && !unusual.test(text) ? text.toLowerCase() : asSought(text)).includes(wanted),
    mayShow: (json) => isEscaped || pattern.test(json) || unusualJson.test(json.replaceAll('\\\\', '')),
  };
}
