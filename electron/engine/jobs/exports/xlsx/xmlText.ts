/** Texts in the parts of a workbook. */

/** Everything that cannot stand in a text as it is, and what looks like the writing of such a character. */
const special = /[&<>"\u0000-\u001f\ud800-\udfff\ufffe\uffff]|_x/;
/**
 * Characters that XML 1.0 does not know (control characters, halves of surrogate pairs, U+FFFE, U+FFFF), and the
 * carriage return, which every XML reader makes a line feed; and `_x0041_`, which would be read as the letter A.
 */
const unwritable =
  /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|_(?=x[0-9A-Fa-f]{4}_)/g;

/** A cell's text (ECMA-376 part 1, 22.9.2.19 ST_Xstring). */
export function cellText(text: string): string {
  return special.test(text) ? xmlText(text.replace(unwritable, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)) : text;
}

/** A text or attribute without characters that XML does not know. */
export function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** An attribute, in which a reader of XML would make blanks of line ends and tabs. */
export function attributeText(text: string): string {
  return xmlText(text).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[\u0000-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '');
}
