import { m } from '#messages';
import { spoken } from './spoken.ts';

/** What a connection leads to, in the operator's own word: people are shown it wherever something is sent. */
export const connectionKinds = ['production', 'test', 'practice'] as const;
export type ConnectionKind = (typeof connectionKinds)[number];

export const connectionColours = ['red', 'orange', 'green', 'teal', 'blue', 'violet', 'grey'] as const;
export type ConnectionColour = (typeof connectionColours)[number];

/** At most as many as a job can have rows. */
export const mostAskedAbove = 100_000_000;

/** How a connection is told from the others, and how much may be sent over it without a second thought. */
export interface ConnectionMark {
  readonly kind: ConnectionKind;
  readonly colour: ConnectionColour;
  /** Whoever sends more profiles than these types their number; null: nobody has to. */
  readonly askAbove: number | null;
}

/** The mark under a limit for production that is set for all connections. */
export function markUnder(mark: ConnectionMark, productionLimit: number | undefined): ConnectionMark {
  if (mark.kind !== 'production' || productionLimit === undefined) return mark;
  return { ...mark, askAbove: Math.min(mark.askAbove ?? productionLimit, productionLimit) };
}

/** The mark of a kind unless the operator says otherwise. */
export const usualMarks: Readonly<Record<ConnectionKind, ConnectionMark>> = {
  production: { kind: 'production', colour: 'red', askAbove: 10_000 },
  test: { kind: 'test', colour: 'blue', askAbove: null },
  practice: { kind: 'practice', colour: 'green', askAbove: null },
};

export const connectionKindNames = spoken<ConnectionKind>({ production: m.marks_production, test: m.marks_test, practice: m.marks_practice });

export const connectionColourNames = spoken<ConnectionColour>({
  red: m.marks_red, orange: m.marks_orange, green: m.marks_green, teal: m.marks_teal, blue: m.marks_blue, violet: m.marks_violet, grey: m.marks_grey,
});

/** The mark for another kind: a colour and a limit that were the usual ones of the kind before become those of the new one. */
export function markOfKind({ kind: before, colour, askAbove }: ConnectionMark, kind: ConnectionKind): ConnectionMark {
  const [old, usual] = [usualMarks[before], usualMarks[kind]];
  return { kind, colour: colour === old.colour ? usual.colour : colour, askAbove: askAbove === old.askAbove ? usual.askAbove : askAbove };
}
