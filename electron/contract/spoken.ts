/**
 * A table of names that are said in the language of the moment: each is made when it is read, and enumerated like any other.
 * A copy of it (`{ ...table }`) would keep the language of that moment.
 */
export function spoken<Key extends string>(messages: Readonly<Record<Key, () => string>>): Readonly<Record<Key, string>> {
  const table: Partial<Record<Key, string>> = {};
  for (const [key, get] of Object.entries<() => string>(messages)) Object.defineProperty(table, key, { enumerable: true, get });
  if (!isWhole(table, messages)) throw new Error('a name is missing');
  return table;
}

function isWhole<Key extends string>(table: Partial<Record<Key, string>>, messages: Readonly<Record<Key, unknown>>): table is Record<Key, string> {
  return Object.keys(messages).every((key) => key in table);
}
