/**
 * What the platform keeps itself (technical fields of a profile that is read back, profiles/get page 2195482): activity
 * flags and dates, checksums, the parts of an address, when the profile was made. That it would not take them as
 * updates is published nowhere; sent in error they could only do harm. A field of the operator's own has no
 * underscore in front.
 */
const maintained = /^_(?:id|acid|md5|xxh|xxm|createtime|updatetime|domaingroup|emaildomain|is_desktop|\w+_exist|\w+_date)$/;

/** Whether a profile field of this name is kept by the platform, so that it is no target of an import. */
export function isMaintainedField(field: string): boolean {
  return maintained.test(field);
}

/** What concerns a person on the whole platform, whatever a column of that name means: an order's status would unsubscribe people. */
const chosenByHand: ReadonlySet<string> = new Set(['_status']);

/** Whether only a person may choose a column for the field: it is filled by no proposal, memory or template. */
export function isChosenByHand(field: string): boolean {
  return chosenByHand.has(field);
}
