import { useState } from 'react';
import { AlertMenu } from '../src/components/alert/AlertMenu.js';
import { useToasts } from '../src/components/feedback/use-toasts.js';
import { Button } from '../src/components/form/Button.js';
import { TextField } from '../src/components/form/TextField.js';
import { Dialog } from '../src/components/layout/Dialog.js';
import { ColumnsMenu } from '../src/components/table/ColumnsMenu.js';
import { alertOf } from './samples.js';
import { Samples } from './Samples.js';
import { COLUMNS } from './TableSamples.js';

/** What opens over a page. */
export function OverlaySamples() {
  const [isOpen, setIsOpen] = useState(false);
  const { report, fail } = useToasts();
  const toast = (): void => {
    report({
      title: 'Acknowledged',
      detail: 'Failed to remove dynamic route., gw-north',
      undo: () => Promise.reject(),
    });
    fail('Not acknowledged', 'Somebody else has acted on it since you opened it.');
  };
  return (
    <Samples title="Dialogs, menus, toasts">
      <Button onClick={() => setIsOpen(true)}>Open dialog</Button>
      <Button onClick={toast}>Show toasts</Button>
      <ColumnsMenu table="tunnels" columns={COLUMNS} />
      <AlertMenu alert={alertOf({})} onAct={() => undefined} />
      {isOpen ? (
        <Dialog title="Sample dialog" onClose={() => setIsOpen(false)}>
          <TextField label="Comment" value={null} onChange={() => undefined} />
          <p>
            <Button onClick={() => setIsOpen(false)}>Cancel</Button>{' '}
            <Button variant="strong" onClick={() => setIsOpen(false)}>
              Save
            </Button>
          </p>
        </Dialog>
      ) : null}
    </Samples>
  );
}
