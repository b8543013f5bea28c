/** Spellings within spellings that are looked into. */
const layersAtMost = 4;

const named: ReadonlyMap<string, string> = new Map([['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"'], ['apos', "'"], ['sol', '/'], ['plus', '+'], ['equals', '='], ['num', '#']]);

/**
 * One layer of escapes undone, of whatever kind they are. Backslashes are counted from the first of a run alone: tried
 * from each of them, a million in a row would take hours.
 */
function decoded(text: string): string {
  if (!/[%\\&]/.test(text)) return text;
  return text
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
    .replace(/(?<!\\)\\+(?:u\{?([0-9a-f]{4,6})\}?|x([0-9a-f]{2}))|&#x([0-9a-f]{1,6});?|&#(\d{1,7});?/gi, (found, unicode?: string, byte?: string, entity?: string, decimal?: string) => {
      const hex = unicode ?? byte ?? entity;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10_ffff ? String.fromCodePoint(code) : found;
    })
    .replace(/&([a-z]{2,6});/gi, (found, name: string) => named.get(name.toLowerCase()) ?? found)
    .replace(/\\([/"'\\])/g, '$1');
}

/** The text with one layer of its escapes undone, with two, and so on: as many as there are, four at most. */
export function* layersOf(text: string): Generator<string> {
  let layer = text;
  for (let depth = 0; depth < layersAtMost; depth += 1) {
    const next = decoded(layer);
    if (next === layer) return;
    yield next;
    layer = next;
  }
}

/** A text with its escapes undone, layer by layer. */
export function undoneEscapes(text: string): string {
  let plain = text;
  for (const layer of layersOf(text)) plain = layer;
  return plain;
}
