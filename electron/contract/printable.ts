/**
 * What a terminal would act on instead of showing it, or show as something else: control characters of both sets with
 * ESC and BEL, marks and embeddings of direction, separators of lines, spaces without width, interlinear marks and tags that
 * nobody sees.
 */
const unprintable = /[\0-\x08\x0a-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r' };

/** One line for a terminal, in which every such character is written by its number: `\u001b[31m`, never a red word. */
export function printable(line: string): string {
  return line.replace(unprintable, (character) => short[character] ?? numbered(character));
}

/** JSON that means the same, with every such character escaped; standard output may be a terminal too. */
export function printableJson(json: string): string {
  return json.search(unprintable) === -1 ? json : json.replace(unprintable, numbered);
}

/** The same with all beyond ASCII escaped: it means the same to whoever reads JSON, whatever code page it went through. */
export function asciiJson(json: string): string {
  return printableJson(json).replace(/[^\0-\x7f]/gu, numbered);
}

function numbered(character: string): string {
  return [...Array(character.length).keys()].map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}
