/**
 * Where the manual leaves open how an item is written: every such choice stands here, with its default; a recipe's
 * `settings` change it for customers whose platform differs.
 */
export interface MappingSettings {
  /**
   * The item's member that `matching: "profile_id"` reads. The manual names the key only for single calls
   * (`profile_id`, a parameter beside `data`); for batches it is not published, `_id` being the other candidate.
   */
  readonly profileIdMember: string;
  /**
   * How an email subscription names its address. A doubt: the manual contradicts itself. All three examples of the
   * update_batch page itself write `"email_data": { "email": … }`, which is also what profiles/get reads back: the
   * default. The tables of that page and of the subscription page, and the import page's samples, have `"email": …`.
   */
  readonly emailShape: 'flat' | 'nested';
  /** Whether the workbook counts its days from 1904: what a number without a format of dates means as a day. No choice but a fact of the source. */
  readonly date1904: boolean;
}

export const defaultSettings: MappingSettings = { profileIdMember: 'profile_id', emailShape: 'nested', date1904: false };

/** The name a recipe uses for the profile's ID, whatever the platform's own name for it. */
export const profileIdField = 'profile_id';

/** Bytes of UTF-8: a tenth of the smallest limit of a request, far beyond any profile meant seriously. */
export const largestItem = 1_000_000;
