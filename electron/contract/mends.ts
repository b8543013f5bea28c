import { m } from '#messages';
import { z } from 'zod';
import type { Cell } from './cells.ts';
import type { RefusedRows } from './corrections.ts';
import type { ToldAhead } from './reopenedWords.ts';
import type { RowErrorReason } from './rowErrors.ts';
import { rowErrorReasons } from './rowErrors.ts';
import { rowStates } from './job.ts';
import { strict } from './recipe/basics.ts';

/** Mends: what can be done alike to many cells, and to which. */

const text = z.string().max(10_000);
const country = z.string().regex(/^[A-Z]{2}$/, { error: () => m.recipe_rules_country() });

/** As they are told where a kind is none of them. */
const kinds = ['replace', 'set', 'clear', 'map', 'trim', 'spaces', 'case', 'take', 'address', 'dates', 'country', 'abroad', 'extension', 'trunk', 'float', 'decimal', 'letters', 'domain', 'width'] as const;

/** How two-digit years are completed. excel: 00 to 29 are of this century, the others of the last one, as in Excel. */
export const centuries = ['excel', '1900', '2000'] as const;

/**
 * One thing done to a cell. Those that say how a cell is read (country, dates, decimal) leave the value in a form that is
 * read one way only: a number in E.164, a date, a number.
 */
export const mendSchema = z.discriminatedUnion('kind', [
  /** A text as it is written, wherever it stands in the cell, or only where it is the whole cell. */
  strict({ kind: z.literal('replace'), find: z.string().min(1).max(10_000), with: text, whole: z.boolean().optional() }),
  strict({ kind: z.literal('set'), value: text }),
  strict({ kind: z.literal('clear') }),
  /** Compared without regard to letter case and outer white space; what is mapped to nothing is emptied. */
  strict({ kind: z.literal('map'), values: z.record(z.string().min(1).max(10_000), text).refine((values) => Object.keys(values).length <= 5_000, { error: () => m.recipe_rules_mapped_most() }) }),
  /** White space at the ends, and characters that nobody sees. */
  strict({ kind: z.literal('trim') }),
  strict({ kind: z.literal('spaces') }),
  strict({ kind: z.literal('case'), to: z.enum(['lower', 'upper', 'title']) }),
  /** One of several values in a cell: the first is 1, the last -1. Without a separator: by comma, semicolon, slash, | or line break. */
  strict({ kind: z.literal('take'), at: z.int().min(-100).max(100).refine((at) => at !== 0, { error: () => m.recipe_rules_not_zero() }), separator: z.string().min(1).max(5).optional() }),
  /** The only email address in a text such as `Anna <anna@example.com>`. */
  strict({ kind: z.literal('address') }),
  strict({ kind: z.literal('dates'), order: z.enum(['dmy', 'mdy', 'ymd']), years: z.enum(centuries).optional() }),
  strict({ kind: z.literal('country'), country }),
  /** Phone numbers with what is dialled before calls abroad in place of the + (00, 011, 8~10 …); those of one country alone where it is said. */
  strict({ kind: z.literal('abroad'), country: country.optional() }),
  /** A phone number without its extension, or without the digit that is dialled within a country only. */
  strict({ kind: z.literal('extension'), country: country.optional() }),
  strict({ kind: z.literal('trunk'), country: country.optional() }),
  /** `301234567.0` and `3.01234567E+8`: the digits alone. */
  strict({ kind: z.literal('float') }),
  strict({ kind: z.literal('decimal'), mark: z.enum(['.', ',']) }),
  /** Letters of another alphabet that look the same, within a word. */
  strict({ kind: z.literal('letters') }),
  /** A well-known domain of mail mistyped, as gmail.con. */
  strict({ kind: z.literal('domain') }),
  /** Digits, letters and marks of full width, and digits of other scripts. */
  strict({ kind: z.literal('width') }),
], { error: () => m.recipe_rules_mends({ kinds: kinds.join(', ') }) });
export type Mend = z.infer<typeof mendSchema>;
export type MendKind = Mend['kind'];

export const mendsAtMost = 10;

/** One after another. */
export const mendsSchema = z.array(mendSchema).min(1).max(mendsAtMost);

/** Which rows: those of a group of problems, those named (by position), those of a state, or all. */
export const mendSelectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('problem'), reason: z.enum(rowErrorReasons), field: z.string().max(500).optional(), leftOut: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('rows'), positions: z.array(z.int().min(1)).max(100_000) }),
  z.strictObject({ kind: z.literal('state'), state: z.enum(rowStates) }),
  z.strictObject({ kind: z.literal('all') }),
]);
export type MendSelection = z.infer<typeof mendSelectionSchema>;

export const mendRequestShape = {
  /** 0-based, as the columns of the job. */
  column: z.int().min(0).max(16_383),
  mends: mendsSchema,
  selection: mendSelectionSchema,
  /** Only cells in which nothing is wrong any more by it; the others stay as they are. */
  onlyFixing: z.boolean().default(false),
  /** Only cells in which nothing is wrong as they stand. */
  onlyValid: z.boolean().exactOptional(),
};
export const mendRequestSchema = z.strictObject(mendRequestShape);
export type MendRequest = z.infer<typeof mendRequestSchema>;

/**
 * What becomes of a row by a mend. right: it can be sent with all of its values, and could not before. sendable: it can be sent,
 * but not with all of them: others are left out, or a subscription has no status. wrong: it cannot be sent any more, or not with
 * all values. empty: nothing is left of it. same: none of these; `reason` tells whether it is still wrong.
 */
export type MendOutcome = 'right' | 'sendable' | 'wrong' | 'empty' | 'same';

export interface MendSample {
  readonly position: number;
  /** The sheet's number. */
  readonly row: number;
  readonly before: Cell;
  readonly after: Cell;
  readonly outcome: MendOutcome;
  /** What is wrong with the row after it, in this column first; null where nothing is. */
  readonly reason: RowErrorReason | null;
  /** The letter of the column that the reason is about, where that is another one than the column mended. */
  readonly elsewhere?: string;
  /** The cell that the reason is about, as shown; left out where nothing is wrong. */
  readonly value?: string;
  /** A subscription of it would have no status, so that the platform chooses one. Left out where none has. */
  readonly statusless?: true;
}

/** A cell that a mend does not change, and what is wrong with it. */
export interface LeftCell {
  /** The sheet's number. */
  readonly row: number;
  readonly cell: Cell;
  readonly reason: RowErrorReason;
  readonly value: string;
}

/** What a mend would do; nothing of it is done. */
export interface MendPreview extends ToldAhead {
  /** Rows looked at. */
  readonly rows: number;
  /** Cells that would be changed, each in a row of its own: right + sendable + wrong + empty + stillWrong + stillRight. */
  readonly cells: number;
  readonly right: number;
  /** Left out where there are none. */
  readonly sendable?: number;
  readonly wrong: number;
  readonly empty: number;
  readonly stillWrong: number;
  readonly stillRight: number;
  /** Of stillWrong: nothing is wrong with this column any more, only with others. Left out where there are none, as below. */
  readonly wrongElsewhere?: number;
  /** Of all these: a subscription is sent without its status, which the platform chooses. */
  readonly statusless?: number;
  /** Of all these: the platform has accepted their rows, which would be sent once more. */
  readonly sentAgain?: number;
  /** Of all these: they could be sent, but another row of their match key is sent instead of them. */
  readonly standBack?: number;
  /** Cells of rows that cannot be corrected now, such as accepted ones. Not among the others. */
  readonly refused: number;
  /** Why not: the first hundred of them, and how many for each reason. */
  readonly refusals?: Required<Pick<RefusedRows, 'refused' | 'refusedBy'>>;
  /** Cells that are wrong and stay as they are; counted where a mend is looked at, not where mends are proposed. */
  readonly left?: { readonly rows: number; /** Ten at most. */ readonly samples: readonly LeftCell[]; /** Nothing says of which country numbers without + are. */ readonly countryless?: true };
  /** Ten of them at most, those first that become right. */
  readonly samples: readonly MendSample[];
}

/** A mend that would make rows right, found by the application itself. */
export interface Proposal {
  readonly request: MendRequest;
  readonly preview: MendPreview;
  /** Values are lost by it: they are emptied, not put right. */
  readonly loses: boolean;
}

/** The proposals for a group of problems, the one that makes most rows right first, those that lose values last. */
export interface GroupProposals {
  /** Letter and header of the column. */
  readonly column: string;
  readonly header: string;
  /** Null for values that are valid, and hardly meant so. */
  readonly reason: RowErrorReason | null;
  readonly leftOut: boolean;
  readonly rows: number;
  readonly proposals: readonly Proposal[];
  /** Where nothing is proposed: the different texts of its cells, the most frequent first, as long as they are few. */
  readonly values?: readonly { readonly value: string; readonly rows: number }[];
}

/** Looks at the rows of a job that go on beside each other: for mends, and for valid values that are hardly meant so. */
export const mendLooks = ['mend', 'mistyped'] as const;
export type MendLook = (typeof mendLooks)[number];
