import type { Command as Program } from 'commander';
import type { Command } from './context.ts';

/** What the parts of the program are made with. */

export type Add = (usage: string, description: string) => Program;
export type Choose = (command: Command, options: { readonly json?: boolean }) => void;

/** A command whose code is loaded when it is carried out: `status` needs neither the phone numbers of all countries nor HTTP. */
export function of<Module>(load: () => Promise<Module>, make: (module: Module) => Command): Command {
  return async (context) => make(await load())(context);
}
