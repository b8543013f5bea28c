import { limits, tooLarge } from '../limits.ts';
import { readTags } from '../xml/elements.ts';
import { generalFormat, type FormatContext, type NumberFormat } from './numberFormat.ts';
import { libraryFormat, loadFormatLibrary, type FormatLibrary } from './libraryFormats.ts';
import { quickFormat, usualBuiltIn } from './quickFormats.ts';
import { withTextSection } from './textSections.ts';

/** Excel takes 255 characters; what is longer is shown as General instead of being puzzled out. */
const longestCode = 1_000;

/**
 * Number formats of a workbook by cell format (the `s` of a cell): ECMA-376 part 1, 18.8.10 cellXfs and 18.8.30
 * numFmt. Without a styles part every cell is General.
 */
export async function readStyles(pieces: AsyncIterable<Buffer> | null, context: FormatContext): Promise<readonly NumberFormat[]> {
  if (pieces === null) return [];
  const codes = new Map<number, string>();
  const cellFormats: number[] = [];
  let within = '';
  for (const tag of await readTags(pieces)) {
    if (tag.name === 'numFmts' || tag.name === 'cellXfs') within = tag.closing || tag.selfClosed ? '' : tag.name;
    else if (tag.closing) continue;
    else if (within === 'numFmts' && tag.name === 'numFmt') {
      codes.set(Number(tag.attributes.get('numFmtId')), tag.attributes.get('formatCode') ?? '');
    } else if (within === 'cellXfs' && tag.name === 'xf') {
      if (cellFormats.length >= limits.formats) throw tooLarge('formats');
      cellFormats.push(Number(tag.attributes.get('numFmtId') ?? 0));
    }
  }
  return compileAll(cellFormats, codes, context);
}

async function compileAll(ids: readonly number[], codes: ReadonlyMap<number, string>, context: FormatContext): Promise<NumberFormat[]> {
  const compiled = new Map<number, NumberFormat>();
  let library: FormatLibrary | null = null;
  for (const id of new Set(ids)) {
    const code = codes.get(id) ?? usualBuiltIn(id, context.locale);
    if (code !== undefined && code.length > longestCode) continue;
    const quick = code === undefined ? null : quickFormat(code, context);
    if (quick !== null) {
      compiled.set(id, withTextSection(quick, code ?? ''));
      continue;
    }
    library ??= await loadFormatLibrary();
    const known = code ?? builtInCode(id, library, context);
    compiled.set(id, withTextSection(libraryFormat(known, library, context), known));
  }
  return ids.map((id) => compiled.get(id) ?? generalFormat(context));
}

function builtInCode(id: number, library: FormatLibrary, context: FormatContext): string {
  return Number.isInteger(id) && id >= 0 ? library.getFormatFromId(id, context.locale) : 'General';
}
