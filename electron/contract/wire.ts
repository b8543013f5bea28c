/**
 * How a command's input crosses the border: as JSON text of bounded length. Text is measured before anything of it is
 * looked at; an object of ten million members would keep the main process busy for as long as it takes to refuse it.
 */

/** In UTF-16 units: what the largest honest input takes, a hundred thousand cells that were pasted, with some room. */
export const longestInput = 12_000_000;

/** The text of an input; null where it holds what is no JSON, or is too long. */
export function inputText(input: unknown): string | null {
  try {
    const text: unknown = JSON.stringify(input, (_, value: unknown) => {
      // Written out, each byte of it would become a member.
      if (ArrayBuffer.isView(value)) throw new TypeError('binary');
      return value;
    });
    return typeof text === 'string' && text.length <= longestInput ? text : null;
  } catch {
    return null;
  }
}

/** The input of a text; undefined, which no command takes, where it is none. */
export function inputOf(text: unknown): unknown {
  if (typeof text !== 'string' || text.length > longestInput) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
