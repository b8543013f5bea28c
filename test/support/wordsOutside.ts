import { parse as parseSvelte } from 'svelte/compiler';
import { parseSync } from 'vite';

/**
 * Words for a person that stand in a source file instead of the catalogue of messages: strings of two words or more, texts in a
 * template, and attributes that are read out or shown. What only developers see does not count: the words of an Error, SQL.
 */
export function wordsOutside(path: string, source: string): readonly string[] {
  const found: string[] = [];
  if (path.endsWith('.svelte')) {
    const { fragment, instance, module } = parseSvelte(source, { modern: true });
    for (const part of [fragment, instance, module]) walk(part, found);
  } else walk(parseSync(path, source).program, found);
  return found.map((text) => text.replace(/\s+/g, ' ').trim());
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Of elements, and of components that hand them on or show them. */
const spoken: ReadonlySet<string> = new Set(['title', 'data-tip', 'aria-label', 'placeholder', 'alt', 'label', 'note', 'text', 'what', 'meaning', 'action', 'yes', 'no', 'button', 'hint', 'empty', 'name']);

function walk(value: unknown, found: string[]): void {
  if (Array.isArray(value)) {
    for (const each of value) walk(each, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value) && take(value, found)) return;
  for (const [key, each] of Object.entries(value)) if (!passedOver.has(key)) walk(each, found);
}

const passedOver: ReadonlySet<string> = new Set(['comments', 'leadingComments', 'trailingComments', 'loc', 'typeAnnotation', 'css', 'metadata', 'parent']);

/** Whether nothing below the node is to be looked at any more. */
function take(node: Node, found: string[]): boolean {
  switch (node.type) {
    case 'NewExpression':
      return nameOf(node['callee']).endsWith('Error');
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'TSLiteralType':
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
      return true;
    case 'Property':
      // Its name is a code.
      walk(node['value'], found);
      return true;
    case 'CallExpression':
      // The JSON Schema of recipes is in English.
      return isDatabase(node['callee']) || describes(node['callee'], found);
    case 'Literal':
      return taken(typeof node['value'] === 'string' ? node['value'] : '', isSentence, found);
    case 'TemplateLiteral':
      taken(templateText(node), isSentence, found);
      walk(node['expressions'], found);
      return true;
    case 'Text':
      return taken(String(node['data']), hasWord, found);
    case 'Attribute':
      return attribute(node, found);
    case 'StyleDirective':
      return true;
    case 'Component':
      // Its name is that of a drawing.
      return node['name'] === 'Icon';
    default:
      return false;
  }
}

function attribute({ name, value }: Node, found: string[]): boolean {
  const texts = (Array.isArray(value) ? value : [value]).filter(isNode);
  for (const text of texts) {
    if (text.type !== 'Text') walk(text, found);
    else if (spoken.has(String(name))) taken(String(text['data']), hasWord, found);
  }
  return true;
}

function taken(text: string, counts: (text: string) => boolean, found: string[]): boolean {
  if (counts(text)) found.push(text);
  return true;
}

const templateText = (node: Node): string =>
  (node['quasis'] as readonly { readonly value: { readonly cooked: string | null } }[]).map(({ value }) => value.cooked ?? '').join('…');

/** `prepare`, `exec` and `sql` of the database take SQL. */
const isDatabase = (callee: unknown): boolean => /(?:^|\.)(?:prepare|exec|sql|pragma|statement)$/.test(nameOf(callee));

/** Whether a call is `schema.describe('…')`; the schema itself is looked at. */
function describes(callee: unknown, found: string[]): boolean {
  if (!isNode(callee) || callee.type !== 'MemberExpression' || nameOf(callee['property']) !== 'describe') return false;
  walk(callee['object'], found);
  return true;
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'MemberExpression') return `${nameOf(node['object'])}.${nameOf(node['property'])}`;
  return typeof node['name'] === 'string' ? node['name'] : '';
}

const sql = /\b(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|PRAGMA|WITHOUT ROWID|FROM|WHERE|VALUES|ORDER BY|BEGIN|JOIN|NOT NULL|INTEGER|CHECK \()/;

/** `fields[2].type: …`: where a problem is, before the problem itself. */
const memberPath = /^[\w…]+(?:[.[][\w….[\]]*)+: …$/;

/** Two words with a space between, one of them not a mere code: "of them", “Row 5”. */
function isSentence(text: string): boolean {
  return !sql.test(text) && !memberPath.test(text) && !/^\s*[<{#.]/.test(text) && /\p{L}{2,}[,:;”»]?\s+[“«]?(?:\p{L}{2,}|…)/u.test(text.replace(/\p{Lu}{2,}/gu, 'X'));
}

/** A word in a template; names of the product, of formats and units are the same in all languages. */
function hasWord(text: string): boolean {
  return /\p{L}{2,}/u.test(text.replace(/Profile Importer|Altcraft|Excel|JSON|XML|CSV|API|HTTPS?|Request-ID|&\w+;/g, ''));
}
