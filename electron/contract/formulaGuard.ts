/**
 * In a CSV file or on the clipboard a text that begins so would run as a formula where Excel takes it. Signed numbers, dates, times and phone
 * numbers are none. Apostrophes in front belong to it, so that what is guarded once more still comes back as it was.
 */
const formula = /^'*(?:[=@\t\r]|[+-](?![\d\s().,:%-]*$))/;

/** With an apostrophe in front where Excel would run the text. */
export function guarded(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** The text as it was before `guarded`. */
export function unguarded(text: string): string {
  return text.startsWith("'") && formula.test(text) ? text.slice(1) : text;
}
