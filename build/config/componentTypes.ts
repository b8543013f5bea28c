import { readFileSync } from 'node:fs';
import type { Linter } from 'eslint';
import ts from 'typescript';

type Parser = Extract<Linter.Parser, { parseForESLint: unknown }>;

/** What ESLint hands its parsers, as far as it counts here. */
interface ParserOptions {
  readonly filePath?: string;
  /** Not there where the text alone is to be read. */
  readonly projectService?: unknown;
}

interface Parsers {
  /** Of a whole component; it hands the code of its script and template, put together as TypeScript, to its option `parser`. */
  readonly components: Parser;
  /** Of TypeScript. */
  readonly scripts: Parser;
  /** Of the project that the components belong to. */
  readonly tsconfig: string;
}

/**
 * The parser for scripts in components, with types from one program for all of them. ESLint's own service learns what
 * a component is in TypeScript only when that is linted, and so builds all types anew for each one. A text that differs from
 * the one on the disk, as in an editor, is left to that service.
 */
export function typedScripts(parsers: Parsers): Parser {
  let program: ts.Program | null = null;
  return {
    ...parsers.scripts,
    parseForESLint(code: string, options: ParserOptions) {
      if (!hasTypes(options)) return parsers.scripts.parseForESLint(code, options);
      program ??= programOf(parsers, options);
      const isSame = program.getSourceFile(options.filePath ?? '')?.text === code;
      return parsers.scripts.parseForESLint(code, isSame ? { ...options, projectService: undefined, programs: [program] } : options);
    },
  };
}

/** The parser of components reads a script without types first, to find what of it is Svelte's. */
function hasTypes({ filePath, projectService }: ParserOptions): boolean {
  return filePath?.endsWith('.svelte') === true && projectService !== undefined && projectService !== false && projectService !== null;
}

function programOf({ components, scripts, tsconfig }: Parsers, options: ParserOptions): ts.Program {
  const project = ts.getParsedCommandLineOfConfigFile(tsconfig, { allowNonTsExtensions: true }, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: unreadable }, undefined, undefined, [
    { extension: '.svelte', isMixedContent: true, scriptKind: ts.ScriptKind.Deferred },
  ]);
  if (project === undefined) throw new Error(`no project at ${tsconfig}`);
  const host = ts.createCompilerHost(project.options, true);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...more) => {
    if (!path.endsWith('.svelte')) return getSourceFile(path, ...more);
    return ts.createSourceFile(path, codeOf(path, { components, scripts }, options), more[0], true, ts.ScriptKind.TS);
  };
  return ts.createProgram(project.fileNames, project.options, host);
}

function unreadable({ messageText }: ts.Diagnostic): never {
  throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** The code that the parser of components makes of one; that it cannot be read is said when it is linted. */
function codeOf(path: string, { components, scripts }: Omit<Parsers, 'tsconfig'>, options: ParserOptions): string {
  let made = '';
  const parser: Parser = {
    ...scripts,
    parseForESLint(code: string, given: ParserOptions) {
      if (!hasTypes(given)) return scripts.parseForESLint(code, given);
      made = code;
      throw new Error('all that is wanted here is known');
    },
  };
  try {
    components.parseForESLint(readFileSync(path, 'utf8'), { ...options, filePath: path, parser });
  } catch {
    return made;
  }
  return made;
}
