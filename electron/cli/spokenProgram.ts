import { m } from '#messages';
import type { Command, Option } from 'commander';

/** Commander speaks English alone: here are its own words in the language that is spoken. */

const titles: Readonly<Record<string, () => string>> = { 'Usage:': m.cli_help_usage, 'Options:': m.cli_help_options, 'Commands:': m.cli_help_commands };
const parts: Readonly<Record<string, () => string>> = { '[options]': m.cli_help_usage_options, '[command]': m.cli_help_usage_command };

/** What stands for a value: `<job>`, `[list]`. */
const placeholders: Readonly<Record<string, () => string>> = {
  file: m.cli_placeholders_file,
  folder: m.cli_placeholders_folder,
  form: m.cli_placeholders_form,
  job: m.cli_placeholders_job,
  json: m.cli_placeholders_json,
  key: m.cli_placeholders_key,
  code: m.cli_placeholders_code,
  language: m.cli_placeholders_language,
  how: m.cli_placeholders_how,
  mark: m.cli_placeholders_mark,
  mend: m.cli_placeholders_mend,
  name: m.cli_placeholders_name,
  n: m.cli_placeholders_n,
  profiles: m.cli_placeholders_profiles,
  reason: m.cli_placeholders_reason,
  recipe: m.cli_placeholders_recipe,
  row: m.cli_placeholders_row,
  seconds: m.cli_placeholders_seconds,
  share: m.cli_placeholders_share,
  state: m.cli_placeholders_state,
  text: m.cli_placeholders_text,
  to: m.cli_placeholders_to,
  url: m.cli_placeholders_url,
  which: m.cli_placeholders_which,
  list: m.cli_placeholders_list,
  action: m.cli_placeholders_action,
};

function spokenPlaceholders(text: string): string {
  return text.replace(/([<[])([a-z]+)([>\]])/g, (whole, open: string, name: string, close: string) => {
    const say = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
    return say === undefined ? whole : `${open}${say()}${close}`;
  });
}

/** Has the help of a program and of the commands that are added later in the language that is spoken now. */
export function spokenProgram(program: Command): Command {
  const part = (text: string): string => parts[text]?.() ?? spokenPlaceholders(text);
  return program
    .helpOption('-h, --help', m.cli_help_help_option())
    .helpCommand(['help', m.cli_help_usage_command()].join(' '), m.cli_help_help_option())
    .configureHelp({ styleTitle: (text) => titles[text]?.() ?? text, styleOptionText: part, styleArgumentText: spokenPlaceholders, styleSubcommandText: part, optionDescription });
}

/** As Commander's own: the values to choose from, and the usual one. */
function optionDescription(option: Option): string {
  const { description, argChoices, required, optional, presetArg } = option;
  const defaultValue: unknown = option.defaultValue;
  const list = (values: readonly unknown[]): string => values.map((value) => (typeof value === 'string' ? m.cli_help_quoted({ value }) : JSON.stringify(value))).join(', ');
  const more = [
    ...(argChoices === undefined ? [] : [m.cli_help_choices({ list: list(argChoices) })]),
    ...(defaultValue === undefined || defaultValue === false || !(required || optional || (option.isBoolean() && typeof defaultValue === 'boolean')) ? [] : [m.cli_help_usual({ value: list([defaultValue]) })]),
    ...(presetArg === undefined || !optional ? [] : [m.cli_help_preset({ value: list([presetArg]) })]),
  ];
  return more.length === 0 ? description : `${description} (${more.join(', ')})`;
}

type Rule = readonly [pattern: RegExp, words: (parts: readonly string[]) => string];

/** Commander's errors as version 14 writes them; of any other its own words are told. */
const rules: readonly Rule[] = [
  [/^error: missing required argument '(.*)'$/s, ([name = '']) => m.cli_usage_argument_missing({ name: placeholders[name]?.() ?? name })],
  [/^error: option '(.*)' argument missing$/s, ([flags = '']) => m.cli_usage_option_value_missing({ flags: spokenPlaceholders(flags) })],
  [/^error: required option '(.*)' not specified$/s, ([flags = '']) => m.cli_usage_option_missing({ flags: spokenPlaceholders(flags) })],
  [/^error: unknown option '(.*)'$/s, ([flag = '']) => m.cli_usage_option_unknown({ flag })],
  [/^error: unknown command '(.*)'$/s, ([name = '']) => m.cli_usage_command_unknown({ name })],
  [/^error: too many arguments for '(.*)'\. Expected (\d+) arguments? but got (\d+)\.$/s, ([command = '', expected, got = '']) => m.cli_usage_too_many({ command, count: Number(expected), got })],
  [/^error: option '(.*?)' argument '(.*)' is invalid\. (.*)$/s, ([flags = '', value = '', problem = '']) => m.cli_usage_option_invalid({ flags: spokenPlaceholders(flags), value, problem: choicesWords(problem) })],
  [/^\(Did you mean one of (.*)\?\)$/s, ([names = '']) => m.cli_usage_meant_some({ names })],
  [/^\(Did you mean (.*)\?\)$/s, ([name = '']) => m.cli_usage_meant_one({ name })],
];

/** An error of usage in the language that is spoken; what follows it, as names that are nearly the same, is a line of its own. */
export function usageWords(text: string): string {
  const [, error = '', meant = '', end = ''] = /^(.*?)(?:\n(\(Did you mean [^\n]*\?\)))?(\n*)$/s.exec(text) ?? [];
  return `${spoken(error)}${meant === '' ? '' : `\n${spoken(meant)}`}${end}`;
}

function spoken(text: string): string {
  for (const [pattern, words] of rules) {
    const found = pattern.exec(text);
    if (found !== null) return words(found.slice(1));
  }
  return text;
}

function choicesWords(problem: string): string {
  const [, list] = /^Allowed choices are (.*)\.$/s.exec(problem) ?? [];
  return list === undefined ? problem : m.cli_usage_choices({ list });
}
