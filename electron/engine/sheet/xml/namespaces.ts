/**
 * What a namespace is to the parts of a workbook. `own`: the part's own vocabulary; `office`: ids of relationships;
 * `compatibility`: alternatives (ECMA-376 part 3); `other`: whatever programs add, which never counts.
 */
export type NamespaceKind = 'own' | 'office' | 'compatibility' | 'xml' | 'other';

/** Which vocabulary a part is written in: SpreadsheetML, or that of packages (relationships). */
export type Vocabulary = 'main' | 'package';

/** Prefixes declared, the default namespace as the empty one; what is not declared is of no namespace known here. */
export type Scope = ReadonlyMap<string, NamespaceKind>;

const vocabularies: Readonly<Record<Vocabulary, ReadonlySet<string>>> = {
  // Transitional and strict (ECMA-376 part 1 and part 4, annexes A).
  main: new Set(['http://schemas.openxmlformats.org/spreadsheetml/2006/main', 'http://purl.oclc.org/ooxml/spreadsheetml/main']),
  package: new Set(['http://schemas.openxmlformats.org/package/2006/relationships']),
};
/** Transitional and strict; types of relationships begin with them too. */
export const officeRelationships: readonly string[] = [
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships', 'http://purl.oclc.org/ooxml/officeDocument/relationships',
];
const compatibility = 'http://schemas.openxmlformats.org/markup-compatibility/2006';

/** The scope of a part before its root. Some writers declare nothing at all: names without a prefix are then the part's own. */
export const outerScope: Scope = new Map([['', 'own'], ['xml', 'xml']]);

export function namespaceKind(uri: string, vocabulary: Vocabulary): NamespaceKind {
  if (vocabularies[vocabulary].has(uri)) return 'own';
  if (officeRelationships.includes(uri)) return 'office';
  return uri === compatibility ? 'compatibility' : 'other';
}
