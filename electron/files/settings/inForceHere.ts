import { settingsInForce, type SettingsInForce } from '#contract/settings/inForce.ts';
import { policyHere } from './policy.ts';
import { readOwnSettings, settingsPath } from './settingsFile.ts';

/** The settings of this computer and person, for whoever only goes by them. */
export const settingsHere = (): SettingsInForce => settingsInForce(policyHere(), readOwnSettings(settingsPath(), true));
