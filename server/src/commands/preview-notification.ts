import type { Command } from 'commander';
import { loadCatalogue } from '../config/load-catalogue.js';
import { addSettingOptions, type CommandIo, loadForCommand, processIo } from '../config/options.js';
import { suggest } from '../config/did-you-mean.js';
import { formatErrors } from './check-config.js';

const HELP = `
Nothing is sent; no secret is read.
Exit codes: 0 shown, 2 wrong usage or configuration.`;

/** Adds `preview-notification [CHANNEL]`: the message of an example alert as a channel would send it. */
export function addPreviewNotificationCommand(program: Command, io: CommandIo = processIo()): void {
  const command = program
    .command('preview-notification')
    .description('print what each channel, or one, would send of an example alert')
    .argument('[channel]', 'name of a channel; all without it')
    .addHelpText('after', HELP);
  addSettingOptions(command, ['notifications', 'publicUrl', 'catalogue']).action(
    async (name: string | undefined, options: Record<string, unknown>) => {
      const loaded = loadForCommand(options, io);
      const read = loaded.ok ? loadCatalogue(loaded.settings.catalogue, loaded.origin.get('catalogue')) : loaded;
      if (!loaded.ok || !('catalogue' in read)) {
        io.err(formatErrors('errors' in read ? read.errors : []));
        io.setExitCode(2);
        return;
      }
      const { notifications, publicUrl } = loaded.settings;
      const names = notifications.map((channel) => channel.name);
      const chosen = notifications.filter((channel) => name === undefined || channel.name === name);
      if (chosen.length === 0) {
        io.err(
          names.length === 0
            ? 'no channel is configured: add one under notifications\n'
            : `there is no channel ${name ?? ''}; ${suggest(name ?? '', names)}\n`,
        );
        io.setExitCode(2);
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
      io.setExitCode(0);
    },
  );
}
