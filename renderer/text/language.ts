/** The language of the interface, in which Excel would show what follows the system: Russian where the system is, else English. */
export function interfaceLocale(): 'en' | 'ru' {
  return navigator.language.toLowerCase().startsWith('ru') ? 'ru' : 'en';
}
