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
   * How an email subscription names its address: `"email": …` (the tables of the update_batch and subscription
   * pages, and the import page's samples) or `"email_data": { "email": … }` (the samples of the batch pages, and
   * what profiles/get reads back).
   */
  readonly emailShape: 'flat' | 'nested';
}

export const defaultSettings: MappingSettings = { profileIdMember: 'profile_id', emailShape: 'flat' };

/** The name a recipe uses for the profile's ID, whatever the platform's own name for it. */
export const profileIdField = 'profile_id';

/** Bytes of UTF-8: a tenth of the smallest limit of a request, far beyond any profile meant seriously. */
export const largestItem = 1_000_000;
