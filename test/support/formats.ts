import type { FormatContext, NumberFormat } from '#engine/sheet/formats/numberFormat.ts';
import { libraryFormat, loadFormatLibrary } from '#engine/sheet/formats/libraryFormats.ts';
import { quickFormat } from '#engine/sheet/formats/quickFormats.ts';

/** One number format made in both ways: by ourselves, and by the formatter library. */
export async function compileFormatForTest(code: string, context: FormatContext): Promise<{ quick: NumberFormat; library: NumberFormat }> {
  const quick = quickFormat(code, context);
  if (quick === null) throw new Error(`${code} is left to the library`);
  return { quick, library: libraryFormat(code, await loadFormatLibrary(), context) };
}
