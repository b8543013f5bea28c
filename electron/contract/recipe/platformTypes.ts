import type { FieldType } from './terms.ts';

/** The platform's names of types (help centre; fields_get samples) in the recipe's; the list is not published in full. */
const typesByName: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ['int', 'int'], ['integer', 'int'], ['long', 'int'], ['float', 'float'], ['double', 'float'], ['bool', 'bool'], ['boolean', 'bool'],
  ['date', 'date'], ['datetime', 'datetime'], ['date_time', 'datetime'], ['tags', 'tags'], ['email', 'email'], ['phones', 'phones'],
  ['phone', 'phone'], ['gender', 'gender'], ['enum', 'enum'], ['ip', 'ip'], ['version', 'version'], ['object', 'object'],
  ['arr_object', 'arr_object'],
]);

/** The recipe's type for a field of the platform's type; text where that is not known. */
export function typeByPlatform(name: string): FieldType {
  return typesByName.get(name.toLowerCase()) ?? 'string';
}
