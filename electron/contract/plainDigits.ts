/** Digits of other scripts than the usual one, such as those of full width (１) and Arabic ones (٣). */
const others = /(?![0-9])\p{Nd}/gu;

/** The text with digits of all scripts as 0 to 9. */
export function plainDigits(text: string): string {
  return text.replace(others, digitOf);
}

/** Whether there are digits of another script in a text; of the usual texts told by a loop before an expression has begun. */
export function hasOtherDigits(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    // The first of them are those of Arabic.
    if (text.charCodeAt(at) >= 0x660) return text.search(others) >= 0;
  }
  return false;
}

/** Decimal digits stand in runs of ten, which begin at a zero (Unicode, general category Nd); some runs follow one another. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}
