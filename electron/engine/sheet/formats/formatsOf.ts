import { libraryFormat, loadFormatLibrary, type FormatLibrary } from './libraryFormats.ts';
import type { FormatContext, NumberFormat } from './numberFormat.ts';
import { quickFormat } from './quickFormats.ts';
import { withTextSection } from './textSections.ts';

/** Number formats by their codes, as those of a workbook are read. */
export async function formatsOf(codes: readonly string[], context: FormatContext): Promise<readonly NumberFormat[]> {
  let library: FormatLibrary | null = null;
  const formats: NumberFormat[] = [];
  for (const code of codes) {
    const quick = quickFormat(code, context);
    if (quick === null) library ??= await loadFormatLibrary();
    if (quick !== null) formats.push(withTextSection(quick, code));
    else if (library !== null) formats.push(withTextSection(libraryFormat(code, library, context), code));
  }
  return formats;
}
