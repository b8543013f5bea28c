/** 1234567 → "1,234,567". */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 row", "12 rows": the count with its noun, or with what is said of one and of many ("is hidden", "are hidden"). */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`;
}

const namedAtMost = 10;

/** The numbers of rows, the first ten of them: "2, 3 …". `count`: how many there are. */
export function rowList(rows: readonly number[], count: number): string {
  return `${rows.slice(0, namedAtMost).join(', ')}${count > namedAtMost ? ' …' : ''}`;
}
