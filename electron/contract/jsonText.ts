const needsEscape = /["\\\u0000-\u001F\uD800-\uDFFF]/;

/** JSON.stringify of a text; two to three times faster for the texts that are written as they stand. */
export function jsonText(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}
