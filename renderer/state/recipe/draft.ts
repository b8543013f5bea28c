import type { FieldType, MatchingMode, SubscriptionRule } from '#contract/recipe.ts';

/**
 * A recipe while it is being made: every member may still be missing or wrong, numbers are the text typed,
 * and each entry has an id that survives moving, so that a problem can be shown where it belongs.
 */

export type Source = { readonly kind: 'column'; readonly ref: string } | { readonly kind: 'value'; readonly text: string };

export interface ValueOptions {
  /** '' leaves the option out; the engine's default applies. */
  readonly country: string;
  readonly separator: string;
  readonly order: '' | 'dmy' | 'mdy' | 'ymd';
  readonly zone: string;
}

export interface FieldDraft extends ValueOptions {
  readonly id: number;
  readonly source: Source;
  /** '' means: do not import. */
  readonly field: string;
  readonly type: FieldType;
}

export interface MemberDraft {
  readonly source: Source | null;
  readonly separator: string;
  readonly country: string;
}

export interface SubscriptionDraft {
  readonly id: number;
  readonly channel: SubscriptionRule['channel'];
  readonly resourceId: string;
  /** email or phone, by the channel. */
  readonly contact: MemberDraft;
  readonly status: MemberDraft;
  readonly priority: MemberDraft;
  readonly cats: MemberDraft;
  readonly customFields: readonly FieldDraft[];
}

export type MemberName = 'contact' | 'status' | 'priority' | 'cats';

export interface RequestDraft {
  readonly dbId: string;
  readonly matching: MatchingMode;
  /** custom matching: the profile field that holds the key. */
  readonly keyField: string;
  readonly resourceId: string;
  readonly skipTriggers: boolean;
  readonly skipInvalidSubscriptions: boolean;
}

export interface RecipeDraft {
  /** null for CSV, which has no sheets to name. */
  readonly sheet: string | null;
  readonly headerRow: number;
  readonly request: RequestDraft;
  readonly fields: readonly FieldDraft[];
  readonly subscriptions: readonly SubscriptionDraft[];
  readonly duplicates: 'first' | 'last' | 'all';
}

export const noOptions: ValueOptions = { country: '', separator: '', order: '', zone: '' };
export const noMember: MemberDraft = { source: null, separator: '', country: '' };

export const emptyRequest: RequestDraft = {
  dbId: '',
  matching: 'email',
  keyField: '',
  resourceId: '',
  // An update of many profiles that sets off triggers sends messages nobody asked for; the operator may choose otherwise.
  skipTriggers: true,
  skipInvalidSubscriptions: false,
};

export function newSubscription(id: number, channel: SubscriptionDraft['channel']): SubscriptionDraft {
  return {
    id,
    channel,
    resourceId: '',
    contact: noMember,
    status: { ...noMember, source: { kind: 'value', text: 'subscribed' } },
    priority: noMember,
    cats: noMember,
    customFields: [],
  };
}

/** A positive whole number as typed, or null. */
export function readNumber(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text.trim()) ? Number(text.trim()) : null;
}
