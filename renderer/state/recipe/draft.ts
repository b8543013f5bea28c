import type { ReadingWish } from '#contract/source.ts';
import type { Channel, ContactName, FieldAction, FieldRule, FieldType, MatchingMode, MendRule } from '#contract/recipe.ts';

/**
 * A recipe while it is being made: every member may still be missing or wrong, numbers are the text typed,
 * and each entry has an id that survives moving, so that a problem can be shown where it belongs.
 */

export type Constant = NonNullable<FieldRule['value']>;
export type MapTarget = NonNullable<FieldRule['valueMap']>[string];
export type EmptyPolicy = NonNullable<FieldRule['empty']>;
export type InvalidPolicy = NonNullable<FieldRule['invalid']>;
export type PhoneCheck = NonNullable<FieldRule['check']>;

export type Source =
  | { readonly kind: 'column'; readonly ref: string }
  /** `given`: the constant of a saved recipe with its type, kept exactly until it is typed anew. */
  | { readonly kind: 'value'; readonly text: string; readonly given?: { readonly value: Constant; readonly type: FieldType } }
  /** Several columns joined: `{Last name} {First name}`. */
  | { readonly kind: 'template'; readonly text: string };

/** What a field comes from: as a member of a subscription, or one object of several columns. */
export type FieldSource = Source | { readonly kind: 'members'; readonly members: readonly FieldDraft[] };

/** A part of a cell; the numbers as typed. */
export interface PartDraft {
  readonly kind: 'piece' | 'characters';
  readonly separator: string;
  readonly at: string;
  readonly rest: boolean;
  readonly from: string;
  readonly length: string;
}

export interface MapEntry {
  readonly from: string;
  /** null makes it an empty cell. */
  readonly to: MapTarget;
}

/** What a value goes through before its type; '' and null leave a step out. */
export interface Transforms {
  readonly part: PartDraft | null;
  readonly letterCase: '' | NonNullable<FieldRule['case']>;
  readonly valueMap: readonly MapEntry[] | null;
  /** ask: still to be chosen. */
  readonly otherValues: '' | 'ask' | NonNullable<FieldRule['otherValues']>;
  /** Cells under a merge. */
  readonly merged: '' | NonNullable<FieldRule['merged']>;
}

export interface ValueOptions extends Transforms {
  /** '' leaves the option out; the engine's default applies. */
  readonly country: string;
  readonly check: '' | PhoneCheck;
  readonly separator: string;
  readonly order: '' | 'dmy' | 'mdy' | 'ymd';
  readonly zone: string;
  readonly decimal: '' | NonNullable<FieldRule['decimal']>;
  readonly yes: readonly string[];
  readonly no: readonly string[];
  /** enum: what the field takes. */
  readonly values: NonNullable<FieldRule['values']>;
  readonly action: '' | FieldAction;
  readonly submatch: string;
  readonly valueType: '' | FieldType;
  /** '': as the recipe says for all fields. */
  readonly empty: '' | EmptyPolicy;
  /** What a value that is not valid leaves out; '': as the recipe says for all. */
  readonly invalid: '' | InvalidPolicy;
  readonly unsetWord: string;
}

export interface FieldDraft extends ValueOptions {
  readonly id: number;
  readonly source: FieldSource;
  /** '' means: do not import. */
  readonly field: string;
  readonly type: FieldType;
}

export interface MemberDraft extends Transforms {
  readonly source: Source | null;
  readonly separator: string;
  readonly country: string;
  readonly check: '' | PhoneCheck;
  /** status: what an empty cell does; '': the platform chooses, none: there is no subscription. */
  readonly empty: '' | 'none';
}

export type MemberName = ContactName | 'status' | 'priority' | 'cats';

export interface SubscriptionDraft {
  readonly id: number;
  readonly channel: Channel;
  /** other: the channel's code. */
  readonly code: string;
  readonly resourceId: string;
  /** As of a field; the subscription is left out as a whole. */
  readonly invalid: '' | InvalidPolicy;
  /** Those of other channels stay blank. */
  readonly members: Readonly<Record<MemberName, MemberDraft>>;
  /** Further members of `cc_data`. */
  readonly data: readonly FieldDraft[];
  readonly customFields: readonly FieldDraft[];
}

/** Which list of a subscription a field stands in. */
export type SubscriptionList = 'customFields' | 'data';

/** A further top-level parameter; `text` is JSON, or a text as it stands. */
export interface ExtraDraft {
  readonly name: string;
  readonly text: string;
}

export interface RequestDraft {
  readonly dbId: string;
  readonly matching: MatchingMode;
  /** custom, custom_sub matching: the field that holds the key. */
  readonly keyField: string;
  readonly resourceId: string;
  readonly skipTriggers: boolean;
  readonly skipInvalidSubscriptions: boolean;
  readonly extra: readonly ExtraDraft[];
  /** '': the platform's own name. */
  readonly profileIdMember: string;
  readonly emailShape: '' | 'flat' | 'nested';
}

export interface RecipeDraft {
  /** null for CSV, which has no sheets to name. */
  readonly sheet: string | null;
  /** 0: there is none. */
  readonly headerRow: number;
  /** What else was chosen about how the file is read. */
  readonly reading: ReadingWish;
  readonly request: RequestDraft;
  readonly fields: readonly FieldDraft[];
  readonly subscriptions: readonly SubscriptionDraft[];
  readonly empty: EmptyPolicy;
  readonly invalid: InvalidPolicy;
  readonly duplicates: 'first' | 'last' | 'all';
  /** As the recipe has them. */
  readonly mends: readonly MendRule[];
}

export const noTransforms: Transforms = { part: null, letterCase: '', valueMap: null, otherValues: '', merged: '' };
export const noOptions: ValueOptions = {
  ...noTransforms,
  country: '', check: '', separator: '', order: '', zone: '', decimal: '', yes: [], no: [], values: [],
  action: '', submatch: '', valueType: '', empty: '', invalid: '', unsetWord: '',
};
export const noMember: MemberDraft = { source: null, separator: '', country: '', check: '', empty: '', ...noTransforms };
export const noMembers: SubscriptionDraft['members'] = {
  email: noMember, phone: noMember, provider: noMember, subscription_id: noMember, chat_id: noMember,
  status: noMember, priority: noMember, cats: noMember,
};
export const firstPiece: PartDraft = { kind: 'piece', separator: ' ', at: '1', rest: false, from: '1', length: '' };

export const emptyRequest: RequestDraft = {
  dbId: '',
  matching: 'email',
  keyField: '',
  resourceId: '',
  // An update of many profiles that sets off triggers sends messages nobody asked for; the operator may choose otherwise.
  skipTriggers: true,
  skipInvalidSubscriptions: false,
  extra: [],
  profileIdMember: '',
  emailShape: '',
};

/** Without a status until somebody chooses one: whoever said no must not be subscribed by a default. */
export function newSubscription(id: number, channel: Channel): SubscriptionDraft {
  return { id, channel, code: '', resourceId: '', invalid: '', members: noMembers, data: [], customFields: [] };
}

/** A positive whole number as typed, or null. */
export function readNumber(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text.trim()) ? Number(text.trim()) : null;
}
