import { getFormatFromId } from 'numfmt';
import { limits, tooLarge } from '../limits.ts';
import { readTags } from '../xml/elements.ts';
import { compileFormat, type FormatContext, type NumberFormat } from './formats.ts';

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
  const compiled = new Map<number, NumberFormat>();
  return cellFormats.map((id) => {
    const known = compiled.get(id) ?? compileFormat(codes.get(id) ?? builtIn(id, context), context);
    compiled.set(id, known);
    return known;
  });
}

/** Format codes that a workbook need not spell out, among them dates that follow the system's language. */
function builtIn(id: number, context: FormatContext): string {
  return Number.isInteger(id) && id >= 0 ? getFormatFromId(id, context.locale) : 'General';
}
