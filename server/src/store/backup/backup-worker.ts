import { serveThread } from '../../threads/serve-thread.js';
import { writeBackup } from '../sqlite/maintenance/backup.js';
import type { BackupProtocol } from './backup-protocol.js';

/** Entry of the thread that makes one backup: copying and verifying hold up nothing else. */
serveThread<BackupProtocol>(({ notify }) => ({
  calls: {
    writeBackup: (request) =>
      writeBackup(request, (bytes, totalBytes) => {
        notify('progress', bytes, totalBytes);
      }),
  },
  notices: {},
}));
