import type { XmlCursor } from './cursor.ts';
import { namespaceKind, outerScope, type NamespaceKind, type Scope } from './namespaces.ts';

/** Where a part's root tag ends, and what it declares. */
export interface Root {
  readonly at: number;
  readonly scope: Scope;
}

/**
 * From behind the name of a SpreadsheetML part's root to behind its tag; null where the bytes end first. The cursor is
 * `strange` afterwards where the root has a prefix, or names without one are not SpreadsheetML's.
 */
export function readRoot(xml: XmlCursor, from: number): Root | null {
  const { prefixed } = xml;
  const declared: [string, NamespaceKind][] = [];
  let at = from;
  for (;;) {
    at = xml.attribute(at);
    if (at < 0) return null;
    if (xml.valueStart < 0) break;
    if (xml.prefixed ? xml.bytes.latin1Slice(xml.prefixStart, xml.nameStart) !== 'xmlns:' : !xml.named('xmlns')) continue;
    declared.push([xml.prefixed ? xml.localName() : '', namespaceKind(xml.value(), 'main')]);
  }
  at = xml.leaveTag(at);
  if (at < 0) return null;
  const scope = new Map([...outerScope, ...declared]);
  xml.strange = prefixed || scope.get('') !== 'own';
  return { at, scope };
}
