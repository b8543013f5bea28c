import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Rule } from 'eslint';
import { literalOf, ownPath } from './zones.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** An import or re-export of values, or an `import()`; one of types alone leaves nothing at run time. */
const imports = /(?:^(?:import|export)\s(?!type\b)[^'";]*?from\s*|^import\s*|[^.\w]import\()['"]([^'"]+)['"]/gm;
const known = new Map<string, readonly string[]>();

/** The files of ours that a file imports, by paths from the repository's root. */
function importsOf(path: string): readonly string[] {
  const before = known.get(path);
  if (before !== undefined) return before;
  const file = join(root, path);
  const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const found = [...source.matchAll(imports)].map(([, specifier]) => ownPath(path, specifier ?? '')).filter((own) => own !== null);
  known.set(path, found);
  return found;
}

function reaches(from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const path of seen) for (const next of importsOf(path)) seen.add(next);
  return seen.has(to);
}

/** Lint rule: no cycle by an `import()`, which oxlint's rule against cycles does not follow. */
export const noLazyCycle: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], docs: { description: 'no import() leads back to its own file' } },
  create(context) {
    const importer = relative(root, context.filename).split(sep).join('/');
    return {
      ImportExpression: (node) => {
        const target = ownPath(importer, literalOf(node.source) ?? '');
        if (target !== null && reaches(target, importer)) context.report({ node, message: `${target} leads back to this file` });
      },
    };
  },
};
