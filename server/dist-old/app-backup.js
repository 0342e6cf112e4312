import { backUpPeople, refusePeopleBackup } from './people/people-backup.js';
import { runBackup } from './store/run-backup.js';
/**
 * Backs up the store to one file and the people beside it.
 * @throws Error with the reason and the remedy when either was not made
 */
export async function backUpAll({ peopleDirectory, ...request }, onProgress) {
    refusePeopleBackup(peopleDirectory, request.file, request.isForced);
    const report = await runBackup(request, onProgress);
    return { ...report, peopleFile: backUpPeople(peopleDirectory, request.file) };
}
//# sourceMappingURL=app-backup.js.map