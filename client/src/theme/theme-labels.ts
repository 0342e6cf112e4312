import type { Theme } from '@tunnelwatch/shared/personal-settings';

/** The themes in words. */
export const THEME_LABEL: Readonly<Record<Theme, string>> = { system: 'As the device', dark: 'Dark', light: 'Light' };
