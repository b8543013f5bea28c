import { Fault } from '#contract/faults.ts';

/**
 * Bounds that keep a hostile or broken file from taking the machine with it. Rows and columns are Excel's own
 * (Microsoft, "Excel specifications and limits"); the others are far beyond what Excel writes.
 */
export const limits = {
  /** Entries in the zip directory. Excel writes some tens, pictures and pivots some hundreds. */
  entries: 20_000,
  /** Inflated bytes of a part that is read whole: workbook, relationships, styles. */
  smallPart: 64 * 1024 * 1024,
  /** Inflated bytes of a part that is streamed. A full sheet of a million rows and ten columns has 0.6 GB. */
  part: 16 * 1024 * 1024 * 1024,
  /** Inflated to compressed size, asked for once `ratioFrom` bytes have come out; deflate itself ends at 1,032. */
  ratio: 500,
  ratioFrom: 64 * 1024 * 1024,
  /** XML bytes of one row or one shared string: what has to lie in memory at once. */
  unit: 64 * 1024 * 1024,
  /** Characters of one cell. Excel stops at 32,767; other writers do not. */
  cell: 1_000_000,
  /** Shared strings, and bytes of them all: what 32-bit entries can name. Excel's sheets have some millions. */
  strings: 32_000_000,
  stringBytes: 2_000_000_000,
  columns: 16_384,
  /** Of a CSV file: those of Excel, and the ones that an export of this program adds. */
  csvColumns: 16_400,
  rows: 1_048_576,
  /** Records of a CSV file, which knows no limit of Excel's. */
  records: 20_000_000,
  /** Cell formats and number formats of a workbook; Excel stops at 65,490 and about 250. */
  formats: 200_000,
} as const;

export type LimitName = keyof typeof limits;

/** The fault for a bound that was hit; `limit` names it and `max` is its value. */
export function tooLarge(limit: LimitName): Fault {
  return new Fault('source-too-large', { limit, max: limits[limit] });
}

/** The fault for a file that breaks its own format; `reason` is a short technical key, for support and tests. */
export function damaged(reason: string, cause?: unknown): Fault {
  return new Fault('source-damaged', { reason }, cause === undefined ? undefined : { cause });
}

/** Where in a workbook a fault lies, as far as that is known. */
export interface FaultPlace {
  readonly sheet: string;
  /** As Excel counts them. */
  readonly row?: number | undefined;
  /** B5, or the reference as the file writes it. */
  readonly cell?: string | undefined;
}

/** A fault of a part's content with its place in its detail, so that an operator finds it; a place told before stays. */
export function inPlace(error: unknown, { sheet, row, cell }: FaultPlace): unknown {
  if (!(error instanceof Fault) || 'sheet' in error.detail) return error;
  // Of bounds, that of a cell's text alone is one cell's matter.
  if (error.code !== 'source-damaged' && error.detail['limit'] !== 'cell') return error;
  const place = { sheet, ...(row === undefined ? {} : { row }), ...(cell === undefined ? {} : { cell }) };
  return new Fault(error.code, { ...place, ...error.detail }, { cause: error.cause });
}

/** The same fault with the file's name in its detail, which the inner layers do not know. */
export function inFile(error: unknown, file: string): unknown {
  if (!(error instanceof Fault) || 'file' in error.detail) return error;
  return new Fault(error.code, { file, ...error.detail }, { cause: error.cause });
}
