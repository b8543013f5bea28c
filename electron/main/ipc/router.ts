import { commands, type CommandName, type CommandOutput, type CommandParsed } from '#contract/commands.ts';
import type { Reply } from '#contract/client.ts';
import { Fault, faultOf, type FaultData } from '#contract/faults.ts';
import { invalidRecipe } from '#contract/invalidRecipe.ts';
import { isCommandName } from '#contract/names.ts';
import type { z } from 'zod';
import { isTrustedSender, type SenderFrame } from '../security/origin.ts';

export type Handler<Name extends CommandName> = (input: CommandParsed<Name>) => Promise<CommandOutput<Name>>;

/** One handler a command: a command without one does not compile. */
export type Handlers = { readonly [Name in CommandName]: Handler<Name> };

/** The one way from the page: sender, name and input are checked here, in this order, and nowhere else. */
export type Router = (sender: SenderFrame | null, name: unknown, input: unknown) => Promise<Reply<unknown>>;

const refuse = (fault: FaultData): Reply<never> => ({ ok: false, fault });

/** `streams: too_big`: where and what as the schema's own codes, never the value, which may be a token. */
function problemsOf(error: z.ZodError): readonly string[] {
  return error.issues.slice(0, 20).map((issue) => `${issue.path.join('.') || 'input'}: ${issue.code}`);
}

/** The table of the border, with each schema tied to the input its handler takes. */
const table: { readonly [Name in CommandName]: { readonly input: z.ZodType<CommandParsed<Name>> } } = commands;

/** Parses and handles one command. Inside the generic, its schema and its handler are known to belong together. */
async function handle<Name extends CommandName>(name: Name, handlers: Handlers, input: unknown): Promise<CommandOutput<Name>> {
  const parsed = table[name].input.safeParse(input);
  if (!parsed.success) throw badInput(name, input, parsed.error);
  return handlers[name](parsed.data);
}

function badInput(name: CommandName, input: unknown, error: z.ZodError): Fault {
  const inRecipe = error.issues.every((issue) => issue.path[0] === 'recipe');
  if (inRecipe && typeof input === 'object' && input !== null && 'recipe' in input) return invalidRecipe(input.recipe, '');
  return new Fault('bad-input', { command: name, problems: problemsOf(error) });
}

/** Hears of every command that was carried out, or failed. */
export type Told = (name: CommandName, ms: number, error: unknown) => void;

/** Answers every message with a reply, never with a rejection: an error of Electron's would carry a stack to the page. */
export function createRouter(handlers: Handlers, told: Told = () => undefined): Router {
  return async (sender, name, input) => {
    if (!isTrustedSender(sender)) return refuse({ code: 'forbidden', detail: {} });
    if (!isCommandName(name)) return refuse({ code: 'forbidden', detail: {} });
    const began = performance.now();
    try {
      const value = await handle(name, handlers, input);
      told(name, performance.now() - began, null);
      return { ok: true, value };
    } catch (error) {
      told(name, performance.now() - began, error);
      return refuse(faultOf(error).data);
    }
  };
}
