import { m } from '#messages';
import { leftReasons, type ComparedField, type ComparedKind, type ComparisonCounts, type ComparisonDoubt, type FieldChange, type LeftReason, type UndoLeft } from './comparison.ts';
import { grouped } from './counted.ts';
import { spoken } from './spoken.ts';

/** What is said of comparisons, in the window and by the command line alike. */

export const comparedKindNames: Readonly<Record<ComparedKind, string>> = spoken({
  'not-found': m.compare_kind_not_found,
  refused: m.compare_kind_refused,
  unchanged: m.compare_kind_unchanged,
  changed: m.compare_kind_changed,
  unclear: m.compare_kind_unclear,
});

export const fieldChangeNames: Readonly<Record<FieldChange, string>> = spoken({
  same: m.compare_change_same,
  filled: m.compare_change_filled,
  changed: m.compare_change_changed,
  emptied: m.compare_change_emptied,
  unclear: m.compare_change_unclear,
});

/** A sentence for each thing that cannot be known. */
export const doubtWords: Readonly<Record<ComparisonDoubt, string>> = spoken({
  'empty-sent': m.compare_doubt_empty_sent,
  'list-replaced': m.compare_doubt_list_replaced,
  'list-order': m.compare_doubt_list_order,
  'object-replaced': m.compare_doubt_object_replaced,
  'other-spelling': m.compare_doubt_other_spelling,
  'number-of-list': m.compare_doubt_number_of_list,
  'day-zone': m.compare_doubt_day_zone,
  'gender-number': m.compare_doubt_gender_number,
  'increase-nothing': m.compare_doubt_increase_nothing,
  path: m.compare_doubt_path,
  'objects-of-list': m.compare_doubt_objects_of_list,
  'email-kept': m.compare_doubt_email_kept,
  'unknown-action': m.compare_doubt_unknown_action,
  'status-of-new': m.compare_doubt_status_of_new,
  'other-address': m.compare_doubt_other_address,
  deleted: m.compare_doubt_deleted,
  untold: m.compare_doubt_untold,
  'several-keys': m.compare_doubt_several_keys,
  'other-key': m.compare_doubt_other_key,
});

/** `_city`, or “email, resource 28: status”. */
export function comparedFieldName({ field, subscription }: { readonly field: string; readonly subscription?: { readonly channel: string; readonly resource: number } | undefined }): string {
  if (subscription === undefined) return field;
  const { channel, resource } = subscription;
  return m.compare_field({ channel, resource: String(resource), field: field === 'subscription' ? m.compare_subscription() : field });
}

/** What stands there before or after, in words where nothing does. */
export function shownBefore({ before }: ComparedField): string {
  return before ?? m.compare_nothing();
}

/** As `shownBefore`; of what cannot be known a question mark. */
export function shownAfter({ after, change }: ComparedField): string {
  return after ?? (change === 'unclear' ? m.compare_unknown() : m.compare_nothing());
}

/** “3 not found, 12 unchanged, 5 changed, 1 of them with emptied fields”; of the rest only what there is. */
export function comparisonCountWords({ notFound, refused, unchanged, changed, emptied, unclear }: ComparisonCounts): string {
  const words = (count: number, say: (input: { readonly count: string }) => string): readonly string[] => (count === 0 ? [] : [say({ count: grouped(count) })]);
  return [
    m.compare_count_not_found({ count: grouped(notFound) }),
    m.compare_count_unchanged({ count: grouped(unchanged) }),
    m.compare_count_changed({ count: grouped(changed) }),
    ...words(emptied, m.compare_count_emptied),
    ...words(unclear, m.compare_count_unclear),
    ...words(refused, m.compare_count_refused),
  ].join(', ');
}

const leftWords: Readonly<Record<LeftReason, (input: { readonly count: string }) => string>> = {
  added: (input) => m.compare_left_added(input),
  subscription: (input) => m.compare_left_subscription(input),
  value: (input) => m.compare_left_value(input),
  email: (input) => m.compare_left_email(input),
  key: (input) => m.compare_left_key(input),
};

/** What an undo workbook does not take back, a sentence each. */
export function undoLeftWords(left: UndoLeft): readonly string[] {
  return leftReasons.flatMap((reason) => (left[reason] === 0 ? [] : [leftWords[reason]({ count: grouped(left[reason]) })]));
}
