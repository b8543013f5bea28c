// Runs on the Node that the machine has, as set-up does; its packages are loaded only where there is something to compile.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isStarted } from './isStarted.mjs';

/** The catalogue of messages: a folder for each language, a file for each subject in it. The first language is the one that others fall back to. */
export const messagesFolder = fileURLToPath(new URL('../../electron/contract/messages', import.meta.url));
export const languages = ['en', 'ru'];

const compiled = join(messagesFolder, 'compiled');
const stamp = join(compiled, 'stamp.txt');

/** The sources as they are: language, subject (a file's name without its ending) and text, in one order everywhere. */
function sources() {
  return languages.flatMap((language) =>
    readdirSync(join(messagesFolder, language))
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => ({ language, subject: name.slice(0, -'.json'.length), text: readFileSync(join(messagesFolder, language, name), 'utf8') })),
  );
}

/** Of everything that the compiled files come from, this file and the compiler's version among it. */
function markOf(all) {
  const { version } = JSON.parse(readFileSync(new URL('../../node_modules/@inlang/paraglide-js/package.json', import.meta.url), 'utf8'));
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url))).update(version);
  for (const { language, subject, text } of all) hash.update(`\0${language}/${subject}\0${text}`);
  return hash.digest('hex');
}

function lastMark() {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return null;
  }
}

/** The messages of one file by their keys. Throws with the file's place where it is no JSON. */
export function messagesOf({ language, subject, text }) {
  try {
    const { $schema: _, ...messages } = JSON.parse(text);
    return messages;
  } catch (error) {
    throw new Error(`electron/contract/messages/${language}/${subject}.json: ${error.message}`, { cause: error });
  }
}

/** All messages of a language by their keys, of all subjects. */
export function catalogueOf(language) {
  return Object.fromEntries(sources().filter((source) => source.language === language).flatMap((source) => Object.entries(messagesOf(source))));
}

/** The parameters of a message: each name, and whether it must be a number because a plural or a number is made of it. */
export function parametersOf(message) {
  if (typeof message === 'string') return new Map([...message.matchAll(/\{\s*(\w+)\s*\}/g)].map(([, name]) => [name, false]));
  const declarations = message.flatMap((one) => one.declarations ?? []);
  const inputs = declarations.flatMap((line) => /^input (\w+)$/.exec(line)?.[1] ?? []);
  const counted = new Set(declarations.flatMap((line) => /^local \w+ = (\w+): ?(?:number|plural)\b/.exec(line)?.[1] ?? []));
  return new Map(inputs.map((name) => [name, counted.has(name)]));
}

/** The types that TypeScript checks each use of a message by; Paraglide's own take any value for a parameter. */
function typesOf(messages) {
  const lines = Object.entries(messages).map(([key, message]) => {
    const parameters = [...parametersOf(message)].map(([name, isNumber]) => `readonly ${name}: ${isNumber ? 'number' : 'string | number'}`);
    return `  function ${key}(${parameters.length === 0 ? '' : `inputs: { ${parameters.join('; ')} }`}): string;`;
  });
  return `/** The catalogue's messages in the current language; made from the files beside this folder. */\nexport declare namespace m {\n${lines.join('\n')}\n}\n`;
}

/** Paraglide's types in comments are three quarters of its files, which every start of the command line reads. */
function withoutTypes(text) {
  return text.replace(/^\/\*\*[\s\S]*?\*\/\n/gm, '').replace(/\/\*\* @type \{.*?\} \*\/ /g, '');
}

/** Which language a message is asked for in is our own choice alone: without the rest of Paraglide's question, of thousands of messages, the page begins sooner. */
function withoutOptions(text) {
  const asks = /^export const (\w+) = \(\(inputs(?: = \{\})?, options = \{\}\) => \{\n\tconst locale = .*\n((?:\tif \(locale === "\w+"\) return .*\n)*)\treturn (.*)\n\}\);$/gm;
  return text.replace(asks, (_whole, key, others, first) => {
    const other = others.replace(/\tif \(locale (=== "\w+")\) return (.*)\n/g, 'getLocale() $1 ? $2 : ');
    return `export const ${key} = (inputs) => ${other}${first};`;
  });
}

/**
 * The compiled files by their paths in the folder. Paraglide's runtime, which looks for a language in cookies and addresses, is
 * left out for our own choice of it, and so are its formatters, which make an Intl object for each use.
 */
async function compile(all) {
  const [{ compileProject }, { loadProjectInMemory, newProject }, { default: plugin }] = await Promise.all([
    import('@inlang/paraglide-js'),
    import('@inlang/sdk'),
    import('@inlang/plugin-message-format'),
  ]);
  const settings = { baseLocale: languages[0], locales: languages, modules: [], telemetry: 'off', [plugin.key]: { pathPattern: './{locale}.json' } };
  const project = await loadProjectInMemory({ blob: await newProject({ settings }), providePlugins: [plugin] });
  try {
    const files = all.map((source) => ({ locale: source.language, content: Buffer.from(JSON.stringify(messagesOf(source))) }));
    await project.importFiles({ pluginKey: plugin.key, files });
    const [problem] = await project.errors.get();
    if (problem !== undefined) throw problem;
    const output = await compileProject({ project, compilerOptions: { outputStructure: 'locale-modules', emitReadme: false, emitGitIgnore: false, emitPrettierIgnore: false } });
    const messages = Object.entries(output).filter(([path]) => path.startsWith('messages/') && path.endsWith('.js'));
    return {
      ...Object.fromEntries(messages.map(([path, text]) => [path, withoutOptions(withoutTypes(text))])),
      'runtime.js': "export { language as getLocale } from '../../language.ts';\nexport const experimentalStaticLocale = undefined;\n",
      'registry.js': "export { number, plural } from '../../intl.ts';\n",
      'messages.js': "export * as m from './messages/_index.js';\n",
      'messages.d.ts': typesOf(Object.assign({}, ...all.filter(({ language }) => language === languages[0]).map(messagesOf))),
    };
  } finally {
    await project.close();
  }
}

/** Whoever reads meanwhile has the whole old file or the whole new one. */
function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, text);
  renameSync(beside, path);
}

/** Compiles the catalogue where it has changed since; costs the reading of its files otherwise. Nothing is fetched. */
export async function ensureMessages() {
  const all = sources();
  const mark = markOf(all);
  if (lastMark() === mark) return;
  for (const [path, text] of Object.entries(await compile(all))) write(join(compiled, path), text);
  write(stamp, mark);
}

if (isStarted(import.meta.url)) await ensureMessages();
