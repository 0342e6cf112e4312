import type { Command } from 'commander';
import { loadCatalogue } from '../config/load-catalogue.js';
import { addSettingOptions, type CommandIo, loadForCommand, processIo } from '../config/options.js';
import { suggest } from '../config/did-you-mean.js';
import { readKeptNotifications } from '../serve/notify/kept-notifications.js';
import { formatErrors } from './check-config.js';

const HELP = `
Channels that were made in the browser are read from the data folder, also while a server runs.
Nothing is sent; no secret is shown.
Exit codes: 0 shown, 1 those made in the browser cannot be read, 2 wrong usage or configuration.`;

/** Adds `preview-notification [CHANNEL]`: the message of an example alert as a channel would send it. */
export function addPreviewNotificationCommand(program: Command, io: CommandIo = processIo()): void {
  const command = program
    .command('preview-notification')
    .description('print what each channel, or one, would send of an example alert')
    .argument('[channel]', 'name of a channel; all without it')
    .addHelpText('after', HELP);
  addSettingOptions(command, ['data', 'notifications', 'publicUrl', 'catalogue']).action(
    async (name: string | undefined, options: Record<string, unknown>) => {
      const loaded = loadForCommand(options, io);
      const read = loaded.ok ? loadCatalogue(loaded.settings.catalogue, loaded.origin.get('catalogue')) : loaded;
      if (!loaded.ok || !('catalogue' in read)) {
        io.err(formatErrors('errors' in read ? read.errors : []));
        io.setExitCode(2);
        return;
      }
      const { data, publicUrl } = loaded.settings;
      const kept = readKeptNotifications(data, { ...loaded.settings, demo: false });
      const { notifications } = kept.ok ? kept.merged.settings : loaded.settings;
      const chosen = notifications.filter((channel) => name === undefined || channel.name === name);
      if (!kept.ok) io.err(`Channels made in the browser are left out. ${kept.reason}\n`);
      if (chosen.length === 0) {
        io.err(noneText(name, notifications));
        io.setExitCode(kept.ok ? 2 : 1);
        return;
      }
      // Only this command needs them: loaded with the others, they would make every start slower.
      const [{ exampleNotification }, { previewOf }] = await Promise.all([
        import('../serve/notify/example-notification.js'),
        import('../serve/notify/preview.js'),
      ]);
      const entryOf = (id: number) => read.catalogue.byId(id);
      for (const channel of chosen) {
        const text = previewOf(exampleNotification(channel.name), channel, { publicUrl, entryOf });
        io.out(`${channel.name} (${channel.kind})\n${text}\n${channel === chosen.at(-1) ? '' : '\n'}`);
      }
      io.setExitCode(kept.ok ? 0 : 1);
    },
  );
}

function noneText(name: string | undefined, channels: readonly { name: string }[]): string {
  if (channels.length === 0) return 'there is no channel: add one under notifications, or on the page Admin\n';
  return `there is no channel ${name ?? ''}; ${suggest(
    name ?? '',
    channels.map((channel) => channel.name),
  )}\n`;
}
