import { z } from 'zod';
import { inLanguage, type Language } from '#contract/language.ts';
import { settingsSchema, type SettingKey } from '#contract/settings/settings.ts';
import { settingNames } from '#contract/settings/words.ts';

/** The files that administrators roll a policy out with, made of the one schema. */

/** One value a key, as somebody might fix it; what is not here would be left to each person. */
const sample = {
  updates: 'off',
  allowedHosts: ['eu.example.com', '*.example.org'],
  defaultConnections: [{ name: 'Example', baseUrl: 'https://eu.example.com', kind: 'production', tokenInBody: true }],
  practiceServer: true,
  retentionDays: 90,
  productionLimit: 10_000,
} satisfies z.input<typeof settingsSchema>;

const registryKey = String.raw`Software\Policies\ProfileImporter`;
const namespace = 'ProfileImporter.Policies';

interface Shape {
  readonly type?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

const shapeSchema = z.object({ properties: z.record(z.string(), z.object({ type: z.string().optional(), enum: z.array(z.unknown()).optional(), minimum: z.number().optional(), maximum: z.number().optional() })) });

/** The keys of the schema with what they take. */
function shapes(): readonly (readonly [string, Shape])[] {
  const { properties } = shapeSchema.parse(z.toJSONSchema(settingsSchema, { io: 'input' }));
  return Object.entries(properties);
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const named = (key: string): string => Object.entries(settingNames).find(([name]) => name === (key satisfies string))?.[1] ?? key;
const choiceId = (key: string, value: unknown): string => `${key}_${String(value)}`;

function policyOf([key, shape]: readonly [string, Shape]): string {
  const attributes = `name="${key}" class="Both" displayName="$(string.${key})" explainText="$(string.${key}_help)" key="${registryKey}"`;
  const around = (inner: string, more = ''): string =>
    `    <policy ${attributes}${more}>\n      <parentCategory ref="program" />\n      <supportedOn ref="windows:SUPPORTED_Windows7" />\n${inner}\n    </policy>`;
  if (shape.type === 'boolean') return around('      <enabledValue><decimal value="1" /></enabledValue>\n      <disabledValue><decimal value="0" /></disabledValue>', ` valueName="${key}"`);
  return around(`      <elements>\n        ${elementOf(key, shape)}\n      </elements>`, ` presentation="$(presentation.${key})"`);
}

function elementOf(key: string, { type, enum: choices, minimum, maximum }: Shape): string {
  const names = `id="${key}" valueName="${key}"`;
  if (choices !== undefined) {
    const items = choices.map((value) => `<item displayName="$(string.${choiceId(key, value)})"><value><string>${escaped(String(value))}</string></value></item>`);
    return `<enum ${names} required="true">${items.join('')}</enum>`;
  }
  if (type === 'integer' || type === 'number') return `<decimal ${names} minValue="${minimum ?? 0}" maxValue="${maximum ?? 999_999_999}" required="true" />`;
  // Lists a line each; a section as JSON, on as many lines as it needs.
  return type === 'array' || type === 'object' ? `<multiText ${names} required="true" />` : `<text ${names} required="true" />`;
}

function presentationOf([key, { type, enum: choices }]: readonly [string, Shape]): string {
  if (choices !== undefined) return `<dropdownList refId="${key}">${escaped(named(key))}</dropdownList>`;
  if (type === 'integer' || type === 'number') return `<decimalTextBox refId="${key}">${escaped(named(key))}</decimalTextBox>`;
  return type === 'array' || type === 'object' ? `<multiTextBox refId="${key}">${escaped(named(key))}</multiTextBox>` : `<textBox refId="${key}"><label>${escaped(named(key))}</label></textBox>`;
}

const declared = '<?xml version="1.0" encoding="utf-8"?>';
const schemas = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"';

function admx(): string {
  return [
    declared,
    `<policyDefinitions ${schemas} revision="1.0" schemaVersion="1.0">`,
    '  <policyNamespaces>',
    `    <target prefix="importer" namespace="${namespace}" />`,
    '    <using prefix="windows" namespace="Microsoft.Policies.Windows" />',
    '  </policyNamespaces>',
    '  <resources minRequiredRevision="1.0" />',
    '  <categories>',
    '    <category name="program" displayName="$(string.program)" />',
    '  </categories>',
    '  <policies>',
    ...shapes().map(policyOf),
    '  </policies>',
    '</policyDefinitions>',
    '',
  ].join('\n');
}

const helps: Readonly<Record<Language, (key: string, what: string) => string>> = {
  en: (key, what) => `${key}: ${what}. Fixed here, it is shown as set by the administrator.`,
  ru: (key, what) => `${key}: ${what}. Заданное здесь показано как заданное администратором.`,
};

/** What a key takes, in signs that are the same in both languages. */
function taken(key: string, { type, enum: choices, minimum, maximum }: Shape): string {
  if (choices !== undefined) return choices.map(String).join(' | ');
  if (type === 'boolean') return '1 | 0';
  if (type === 'integer' || type === 'number') return `${minimum ?? 0} … ${maximum ?? ''}`;
  return key === ('allowedHosts' satisfies SettingKey) ? 'host, *.host' : type === 'array' || type === 'object' ? 'JSON' : 'https://…';
}

function adml(language: Language): string {
  return inLanguage(language, () => {
    const texts = shapes().flatMap(([key, shape]) => [
      [key, named(key)],
      [`${key}_help`, helps[language](key, taken(key, shape))],
      ...(shape.enum ?? []).map((value) => [choiceId(key, value), String(value)]),
    ]);
    return [
      declared,
      `<policyDefinitionResources ${schemas} revision="1.0" schemaVersion="1.0">`,
      '  <displayName>Profile Importer</displayName>',
      '  <description>Profile Importer</description>',
      '  <resources>',
      '    <stringTable>',
      '      <string id="program">Profile Importer</string>',
      ...texts.map(([id = '', text = '']) => `      <string id="${id}">${escaped(text)}</string>`),
      '    </stringTable>',
      '    <presentationTable>',
      ...shapes().filter(([, { type }]) => type !== 'boolean').map((shape) => `      <presentation id="${shape[0]}">${presentationOf(shape)}</presentation>`),
      '    </presentationTable>',
      '  </resources>',
      '</policyDefinitionResources>',
      '',
    ].join('\n');
  });
}

/** A value as a property list has it. */
function plistOf(value: unknown, indent: string): string {
  if (typeof value === 'boolean') return `${indent}<${String(value)}/>`;
  if (typeof value === 'number') return `${indent}<integer>${value}</integer>`;
  if (Array.isArray(value)) return [`${indent}<array>`, ...value.map((each: unknown) => plistOf(each, `${indent}  `)), `${indent}</array>`].join('\n');
  if (typeof value === 'object' && value !== null) {
    return [`${indent}<dict>`, ...Object.entries(value).flatMap(([key, each]) => [`${indent}  <key>${escaped(key)}</key>`, plistOf(each, `${indent}  `)]), `${indent}</dict>`].join('\n');
  }
  return `${indent}<string>${escaped(String(value))}</string>`;
}

/** Fixed ones, as a file that is made anew must be the same; whoever rolls it out gives their own. */
const [profileId, payloadId] = ['6B1C2F0E-54B7-4E0B-9C57-2F9E0D1A7C01', '0D5E7A94-2C3B-4B41-8F0A-7A1B9C6D3E02'] as const;

function mobileconfig(): string {
  const of = (type: string, id: string, name: string): object => ({ PayloadType: type, PayloadVersion: 1, PayloadIdentifier: name, PayloadUUID: id, PayloadDisplayName: 'Profile Importer' });
  const payload = { ...of('com.example.profile-importer', payloadId, 'com.example.profile-importer.settings'), ...sample };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    plistOf({ ...of('Configuration', profileId, 'com.example.profile-importer.policy'), PayloadScope: 'System', PayloadContent: [payload] }, ''),
    '</plist>',
    '',
  ].join('\n');
}

/** Their contents by their names below build/package/policy. */
export function policyFiles(): Readonly<Record<string, string>> {
  return {
    'policy.json': `${JSON.stringify(sample, null, 2)}\n`,
    'ProfileImporter.admx': admx(),
    'en-US/ProfileImporter.adml': adml('en'),
    'ru-RU/ProfileImporter.adml': adml('ru'),
    'profile-importer.mobileconfig': mobileconfig(),
  };
}
