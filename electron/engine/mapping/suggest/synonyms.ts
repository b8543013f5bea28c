import type { FieldType } from '#contract/recipe.ts';

/** What a system field is called in headers of real tables, normalised; its own name without underscores is added. */
export interface FieldNames {
  readonly field: string;
  readonly type: FieldType;
  readonly names: readonly string[];
  /** Words that mean the field inside a longer header too ("Client email"). */
  readonly words: readonly string[];
}

function entry(field: string, type: FieldType, names: string, words = ''): FieldNames {
  const list = (text: string): readonly string[] => text.split(',').map((name) => name.trim()).filter((name) => name !== '');
  return { field, type, names: [field.replaceAll('_', ' ').trim(), ...list(names)], words: list(words) };
}

/** The system fields an operator imports (manual, Profile data object page), English and Russian. */
export const fieldNames: readonly FieldNames[] = [
  entry(
    'email', 'email',
    'e mail, mail, email address, e mail address, почта, электронная почта, эл почта, эл адрес, электронный адрес, адрес электронной почты, емейл, имейл, мейл, емайл',
    'email, почта, емейл, имейл',
  ),
  entry(
    'phones', 'phones',
    'phone, phone number, phone numbers, mobile, mobile phone, mobile number, cell, cell phone, cellphone, tel, telephone, telephone number, contact phone, телефон, телефоны, номер телефона, мобильный, мобильный телефон, моб, моб телефон, моб тел, сотовый, сотовый телефон, тел, контактный телефон, номер мобильного',
    'phone, phones, mobile, telephone, телефон, телефоны, мобильный, сотовый',
  ),
  entry('_fname', 'string', 'first name, firstname, f name, given name, forename, name, имя, имя клиента, имя контакта'),
  entry('_lname', 'string', 'last name, lastname, l name, surname, family name, фамилия, фамилия клиента', 'surname, фамилия'),
  entry(
    '_bdate', 'date',
    'birthday, birth date, birthdate, date of birth, day of birth, dob, b date, b day, bday, дата рождения, день рождения, дата рожд, д р, др, рождение',
    'birthday, birthdate, рождения',
  ),
  entry('_sex', 'gender', 'gender, пол', 'gender, пол'),
  entry('_city', 'string', 'town, city name, город, населенный пункт, город проживания', 'city, город'),
  entry('_country', 'string', 'country name, country code, страна, страна проживания', 'country, страна'),
  entry('_region', 'string', 'state, province, county, область, регион, край, субъект, субъект рф, регион проживания', 'region, регион'),
  entry('_postal_code', 'string', 'zip, zip code, zipcode, post code, postcode, postalcode, индекс, почтовый индекс', 'zip, postcode'),
  entry(
    '_regdate', 'date',
    'reg date, registration date, date of registration, registered, registered at, registered on, signup date, sign up date, дата регистрации, зарегистрирован, дата рег',
  ),
  entry('_regip', 'string', 'reg ip, registration ip, ip регистрации'),
  entry('_regcity', 'string', 'reg city, registration city, город регистрации'),
  entry('_regcountry', 'string', 'reg country, registration country, страна регистрации'),
  entry('_regurl', 'string', 'reg url, registration url, registration page, страница регистрации, адрес страницы регистрации'),
  entry('_tz', 'string', 'time zone, timezone, часовой пояс, таймзона, временная зона'),
  entry('_ip', 'string', 'ip address, ip адрес, айпи'),
  entry('_vendor', 'string', 'lead source, lead form, источник, источник лида, форма'),
  entry('_browser', 'string', 'web browser, браузер'),
];
