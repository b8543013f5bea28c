/** Members of an object, or elements of a list, as the very JSON text that they stand in: to parse numbers would lose digits. Pure; the text is compact JSON of our own. */

/** Members of an object by their names. */
export function membersOf(json: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const part of partsOf(json)) {
    const end = textEnd(part, 0);
    const name: unknown = JSON.parse(part.slice(0, end));
    if (typeof name === 'string') members.set(name, part.slice(end + 1));
  }
  return members;
}

/** What lies between the outer brackets, at the commas that are in no inner ones. */
export function partsOf(json: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 1;
  for (let at = 0; at < json.length; at += 1) {
    const letter = json[at];
    if (letter === '"') at = textEnd(json, at) - 1;
    else if (letter === '{' || letter === '[') depth += 1;
    else if (letter === '}' || letter === ']') depth -= 1;
    else if (letter === ',' && depth === 1) {
      parts.push(json.slice(from, at));
      from = at + 1;
    }
  }
  const last = json.slice(from, -1);
  return last === '' ? parts : [...parts, last];
}

/** Behind the closing mark of the text that opens at a place. */
function textEnd(json: string, open: number): number {
  let at = open + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}
