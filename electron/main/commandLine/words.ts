/** Before the words of a command; the shim on the PATH puts it there. */
const mark = '--cli';

/**
 * The words of a command that the program was started with, or null where it is to open its window. Chromium reads no switches behind a
 * lone `--`, so that the words that follow are ours alone. A file's name cannot stand before the mark.
 * @param argv as process.argv: the program first
 */
export function commandWords(argv: readonly string[]): readonly string[] | null {
  const at = argv.indexOf(mark);
  const isMarked = at > 0 && argv[at + 1] === '--' && argv.slice(1, at).every((word) => word.startsWith('--'));
  return isMarked ? argv.slice(at + 2) : null;
}
