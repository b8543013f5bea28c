/**
 * The members of an object of JSON by their names, each as it is written; the last one where a name stands twice, as JSON.parse has it.
 * Null where the text is no object. What stands inside them is not made anew, so no number loses a digit.
 */
export function topMembers(text: string): ReadonlyMap<string, string> | null {
  if (!isObject(text)) return null;
  const members = new Map<string, string>();
  let at = text.indexOf('{') + 1;
  for (;;) {
    const key = text.indexOf('"', at);
    if (key === -1) return members;
    const keyEnd = endOfText(text, key);
    const value = text.indexOf(':', keyEnd) + 1;
    const valueEnd = endOfValue(text, value);
    const name: unknown = JSON.parse(text.slice(key, keyEnd));
    if (typeof name === 'string') members.set(name, text.slice(value, valueEnd).trim());
    at = valueEnd;
  }
}

/** All below relies on it: the text is JSON. */
function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Behind the quotation mark that ends the text begun at `from`. */
function endOfText(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Where the comma or brace stands that ends a member's value. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; ; at += 1) {
    const sign = text[at];
    if (sign === '"') at = endOfText(text, at) - 1;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (depth === 0 && (sign === ',' || sign === '}')) return at;
    else if (sign === '}' || sign === ']') depth -= 1;
  }
}
