export type Language = 'en' | 'ru';

/** A message as its file has it: a text, or Paraglide's variants. */
export type Message = string | readonly { readonly declarations?: readonly string[]; readonly selectors?: readonly string[]; readonly match: Readonly<Record<string, string>> }[];

export declare const messagesFolder: string;
export declare const languages: readonly Language[];
export declare function catalogueOf(language: Language): Readonly<Record<string, Message>>;
export declare function messagesOf(source: { readonly language: Language; readonly subject: string; readonly text: string }): Readonly<Record<string, Message>>;
export declare function parametersOf(message: Message): ReadonlyMap<string, boolean>;
export declare function ensureMessages(): Promise<void>;
