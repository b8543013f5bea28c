import { damaged, limits, tooLarge } from '../limits.ts';
import { CanonicalXml } from './canonicalXml.ts';
import { XmlCursor } from './cursor.ts';
import { utf8Pieces } from './encoding.ts';
import type { Vocabulary } from './namespaces.ts';

/** A start or end tag of a small part, of its own vocabulary. Attributes are those without a prefix, and `r:` and `xml:` ones. */
export interface XmlTag {
  readonly name: string;
  readonly closing: boolean;
  readonly selfClosed: boolean;
  readonly attributes: ReadonlyMap<string, string>;
}

/**
 * Every tag of a part's own vocabulary, alternatives resolved and extensions left out, where it is small enough to be read whole (workbook, relationships, styles).
 * Throws source-damaged where it is not XML and source-too-large beyond the bound.
 */
export async function readTags(pieces: AsyncIterable<Buffer>, vocabulary: Vocabulary = 'main'): Promise<Iterable<XmlTag>> {
  const xml = new XmlCursor();
  const canonical = new CanonicalXml(vocabulary);
  const collected: Buffer[] = [];
  let size = 0;
  for await (const piece of utf8Pieces(pieces)) {
    size += piece.length;
    if (size > limits.smallPart) throw tooLarge('smallPart');
    collected.push(canonical.feed(piece));
  }
  collected.push(canonical.end());
  xml.append(Buffer.concat(collected));
  return tags(xml);
}

function* tags(xml: XmlCursor): Generator<XmlTag> {
  let at = 0;
  let depth = 0;
  for (;;) {
    at = xml.nextTag(at);
    if (at < 0) break;
    at = xml.tag(at);
    if (at < 0) throw damaged('xml');
    const { closing } = xml;
    const name = xml.localName();
    const attributes = new Map<string, string>();
    for (;;) {
      at = xml.attribute(at);
      if (at < 0) throw damaged('xml');
      if (xml.valueStart < 0) break;
      attributes.set(xml.bytes.toString('utf8', xml.prefixStart, xml.nameEnd), xml.value());
    }
    at = xml.leaveTag(at);
    if (at < 0) throw damaged('xml');
    depth += closing ? -1 : xml.selfClosed ? 0 : 1;
    yield { name, closing, selfClosed: xml.selfClosed, attributes };
  }
  if (depth !== 0) throw damaged('xml');
}
