import { beginsLikeXml, readXmlAnswer } from './xmlAnswer.ts';

/** An answer's value, whichever form it came in: a server may answer XML with JSON. Undefined where it is neither. */
export function answerValue(bytes: Uint8Array): unknown {
  if (beginsLikeXml(bytes)) return readXmlAnswer(bytes) ?? undefined;
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
