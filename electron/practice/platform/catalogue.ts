/** Databases, resources and their fields, in the members the manual prints (altcraft databases/* and resources/* pages). */

/** Names as fields_get prints them where it is known (int, unicode, bool, version …); the rest named alike. */
export type FieldKind =
  | 'unicode' | 'int' | 'float' | 'bool' | 'date' | 'datetime' | 'email' | 'phones' | 'tags' | 'enum' | 'gender'
  | 'status' | 'ip' | 'postal' | 'object' | 'arr_object' | 'version';

export interface PracticeField {
  readonly name: string;
  readonly title: string;
  readonly type: FieldKind;
  readonly category: 'system' | 'custom';
  readonly required: boolean;
  readonly dictionary?: string;
  /** enum: its values; a profile takes the id or the title. */
  readonly values?: readonly { readonly id: number; readonly title: string }[];
}

export interface PracticeDatabase {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly group: string;
  /** False: the practice token has no rights on it. */
  readonly open: boolean;
  readonly fields: ReadonlyMap<string, PracticeField>;
}

export type Channel = 'email' | 'sms' | 'push' | 'telegram_bot' | 'whatsapp' | 'viber' | 'notify';

export interface PracticeResource {
  readonly id: number;
  readonly name: string;
  readonly channels: readonly Channel[];
  readonly databases: readonly number[];
  readonly fields: ReadonlyMap<string, PracticeField>;
}

function field(category: 'system' | 'custom', name: string, type: FieldKind, title: string, dictionary?: string): PracticeField {
  return { name, title, type, category, required: name === 'email', ...(dictionary === undefined ? {} : { dictionary }) };
}

function named(...lists: readonly (readonly PracticeField[])[]): ReadonlyMap<string, PracticeField> {
  return new Map(lists.flat().map((one) => [one.name, one]));
}

/** The published list of system fields (Profile data object page). */
const systemFields: readonly PracticeField[] = [
  field('system', 'email', 'email', 'Email'),
  field('system', 'phones', 'phones', 'Phones'),
  field('system', '_fname', 'unicode', 'First name'),
  field('system', '_lname', 'unicode', 'Last name'),
  field('system', '_bdate', 'date', 'Date of birth'),
  field('system', '_sex', 'gender', 'Gender'),
  field('system', '_status', 'status', 'Global subscription status'),
  field('system', '_regdate', 'date', 'Registration date'),
  field('system', '_regip', 'ip', 'Registration IP'),
  field('system', '_regcity', 'unicode', 'Registration city'),
  field('system', '_regcountry', 'unicode', 'Registration country'),
  field('system', '_regurl', 'unicode', 'Registration URL'),
  field('system', '_ip', 'ip', 'IP address'),
  field('system', '_city', 'unicode', 'City'),
  field('system', '_country', 'unicode', 'Country'),
  field('system', '_region', 'unicode', 'Region'),
  field('system', '_postal_code', 'postal', 'Postal code'),
  field('system', '_tz', 'unicode', 'Time zone', 'tz'),
  field('system', '_vendor', 'unicode', 'Lead source'),
  field('system', '_browser', 'unicode', 'Browser', 'browsers'),
];

const clientFields: readonly PracticeField[] = [
  field('custom', 'Custom_ID', 'int', 'Client number'),
  field('custom', 'CRM_ID', 'unicode', 'Number in the CRM'),
  field('custom', 'interests', 'tags', 'Interests'),
  field('custom', 'source', 'unicode', 'Source'),
  field('custom', 'note', 'unicode', 'Note'),
  field('custom', 'bonus', 'int', 'Bonus points'),
  field('custom', 'score', 'float', 'Lead score'),
  field('custom', 'vip', 'bool', 'VIP'),
  field('custom', 'contract_date', 'date', 'Date of contract'),
  field('custom', 'visited_at', 'datetime', 'Last visit'),
  {
    ...field('custom', 'tier', 'enum', 'Tier'),
    values: [{ id: 1, title: 'basic' }, { id: 2, title: 'silver' }, { id: 3, title: 'gold' }, { id: 4, title: 'platinum' }],
  },
  field('custom', 'meta', 'object', 'Further data'),
  field('custom', 'addresses', 'arr_object', 'Addresses'),
  field('custom', 'app_version', 'version', 'Version of the application'),
  field('custom', 'last_ip', 'ip', 'Last IP address'),
];

const subscriptionFields: readonly PracticeField[] = [
  field('system', '_device_type', 'unicode', 'Device type', 'devices'),
  field('system', '_device_model', 'unicode', 'Device model'),
  field('system', '_device_name', 'unicode', 'Device name'),
  field('system', '_browser_name', 'unicode', 'Browser', 'browsers'),
  field('system', '_os', 'unicode', 'Platform', 'oses'),
  field('system', '_os_ver', 'version', 'Platform version'),
  field('system', '_os_tz', 'unicode', 'Platform time zone', 'tz'),
  field('system', '_os_language', 'unicode', 'Platform language', 'languages'),
  field('system', '_ad_track', 'bool', 'Ad tracking allowed'),
  field('system', '_ad_id', 'unicode', 'Ad identifier'),
  field('system', '_app_id', 'unicode', 'Application ID'),
  field('system', '_app_iid', 'unicode', 'Application installation ID'),
];

const noteFields: readonly PracticeField[] = [
  field('custom', 'custom_field', 'unicode', 'Custom field'),
  field('custom', 'note', 'unicode', 'Note'),
  field('custom', 'visits', 'int', 'Visits'),
];

export const databases: ReadonlyMap<number, PracticeDatabase> = new Map(
  [
    { id: 1, name: 'Database #1', description: 'The one of the manual’s example', group: 'main', open: true, fields: named(systemFields, clientFields) },
    { id: 7, name: 'Clients', description: 'Clients of the practice company', group: 'practice', open: true, fields: named(systemFields, clientFields) },
    { id: 9, name: 'Staff', description: 'Closed to the practice token', group: 'practice', open: false, fields: named(systemFields) },
  ].map((one) => [one.id, one]),
);

export const resources: ReadonlyMap<number, PracticeResource> = new Map(
  [
    resource(28, 'News', ['email']),
    resource(29, 'Text messages', ['sms']),
    resource(30, 'Application', ['push']),
    resource(31, 'Messengers', ['telegram_bot', 'whatsapp', 'viber', 'notify']),
    resource(32, 'Shop', ['email', 'sms']),
  ].map((one) => [one.id, one]),
);

function resource(id: number, name: string, channels: readonly Channel[]): PracticeResource {
  return { id, name, channels, databases: [1, 7], fields: named(subscriptionFields, noteFields) };
}
