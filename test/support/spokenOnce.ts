import { parse as parseSvelte } from 'svelte/compiler';
import { parseSync } from 'vite';

/**
 * Where a module speaks when it is loaded, and so keeps the language of that moment: messages called outside functions, and copies of
 * tables of spoken names (`...rowNames`), which hold what they say then. In a component only its module script is loaded once.
 */
export function spokenOnce(path: string, source: string): readonly string[] {
  const found: string[] = [];
  const program = path.endsWith('.svelte') ? parseSvelte(source, { modern: true }).module : parseSync(path, source).program;
  walk(program, found);
  return found;
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Run when they are called; a field of a class when one is made. */
const later: ReadonlySet<string> = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'MethodDefinition', 'TSTypeAliasDeclaration', 'TSInterfaceDeclaration']);

function walk(value: unknown, found: string[]): void {
  if (Array.isArray(value)) {
    for (const each of value) walk(each, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) {
    if (later.has(value.type) || (value.type === 'PropertyDefinition' && value['static'] !== true)) return;
    if (value.type === 'CallExpression') callOf(value['callee'], found);
    if (value.type === 'SpreadElement') copyOf(value['argument'], found);
  }
  for (const [key, each] of Object.entries(value)) if (key !== 'parent' && key !== 'loc' && key !== 'typeAnnotation') walk(each, found);
}

function callOf(callee: unknown, found: string[]): void {
  if (!isNode(callee) || callee.type !== 'MemberExpression') return;
  const [object, property] = [nameOf(callee['object']), nameOf(callee['property'])];
  if (object === 'm' && /^[a-z0-9]+_/.test(property)) found.push(`m.${property}()`);
}

/** Tables of spoken names end in `Names` or `Labels`, see contract/spoken.ts. */
function copyOf(argument: unknown, found: string[]): void {
  const name = isNode(argument) && argument.type === 'CallExpression' ? nameOf(argument['callee']) : nameOf(argument);
  if (name === 'spoken' || /(?:Names|Labels)$/.test(name)) found.push(`...${name}`);
}

const nameOf = (node: unknown): string => (isNode(node) && typeof node['name'] === 'string' ? node['name'] : '');
