/**
 * How alike two short texts are, from 0 to 1: the edits that turn one into the other (insert, delete, replace, swap
 * of neighbours), relative to the longer one.
 */
export function similarity(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const edited = Math.min((above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      line.push(swapped ? Math.min(edited, (before[column - 2] ?? 0) + 1) : edited);
    }
    [before, above] = [above, line];
  }
  return 1 - (above[b.length] ?? longest) / longest;
}
