/**
 * A number as it is written in an answer. One too small for a double would be read as 0, which means success: it becomes
 * the smallest there is. Zero is only what has no other digit: 0, -0, 0.0, 0e5.
 */
export function answerNumber(text: string): number {
  const number = Number(text);
  return number === 0 && /[1-9]/.test(text.replace(/[eE].*$/, '')) ? Number.MIN_VALUE : number;
}

const manyZeros = '0'.repeat(200);

/** Whether a number somewhere in a text could be too small: only then each is looked at by itself. */
export function mayBeTooSmall(text: string): boolean {
  return text.includes(manyZeros) || /[eE]-\d{3}/.test(text);
}
