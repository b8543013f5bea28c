import { m } from '#messages';
import type { FieldType } from './recipe.ts';
import { spoken } from './spoken.ts';

/** Types of fields as a person reads them. */
export const fieldTypeNames: Readonly<Record<FieldType, string>> = spoken({
  string: m.names_type_string,
  int: m.names_type_int,
  float: m.names_type_float,
  bool: m.names_type_bool,
  date: m.names_type_date,
  datetime: m.names_type_datetime,
  email: m.names_type_email,
  phone: m.names_type_phone,
  phones: m.names_type_phones,
  tags: m.names_type_tags,
  gender: m.names_type_gender,
  enum: m.names_type_enum,
  ip: m.names_type_ip,
  country: m.names_type_country,
  timezone: m.names_type_timezone,
  status: m.names_type_status,
  version: m.names_type_version,
  object: m.names_type_object,
  arr_object: m.names_type_arr_object,
});
