import { readSetting, writeSetting } from '../../browser/browser-settings.js';

const SETTING = 'tunnelwatch.keys';

/** Whether single-key shortcuts are enabled; they are until somebody switches them off in this browser. */
export function loadKeysOn(): boolean {
  return readSetting(SETTING) !== 'off';
}

export function storeKeysOn(isOn: boolean): void {
  writeSetting(SETTING, isOn ? 'on' : 'off');
}
