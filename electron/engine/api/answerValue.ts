import { answerNumber, mayBeTooSmall } from './answerNumber.ts';
import { beginsLikeXml, readXmlAnswer } from './xmlAnswer.ts';

/** An answer's value, whichever form it came in: a server may answer XML with JSON. Undefined where it is neither. */
export function answerValue(bytes: Uint8Array): unknown {
  if (beginsLikeXml(bytes)) return readXmlAnswer(bytes) ?? undefined;
  try {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').replace(/^\uFEFF/, '');
    return mayBeTooSmall(text) ? JSON.parse(text, exact) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The third argument has what is written (ECMAScript 2026, JSON.parse source text access). */
function exact(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  return value === 0 && context?.source !== undefined ? answerNumber(context.source) : value;
}
