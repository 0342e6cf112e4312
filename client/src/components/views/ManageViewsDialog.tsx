import { personRoleSchema, type PersonRole } from '@tunnelwatch/shared/people';
import type { SavedView, ViewList, ViewPage } from '@tunnelwatch/shared/saved-views';
import { useState } from 'react';
import { changeView, removeView, setViewDefault } from '../../http/views-api.js';
import { useMay } from '../../session/who-context.js';
import { CheckField } from '../form/CheckField.js';
import { Button } from '../form/Button.js';
import { ConfirmButton } from '../form/ConfirmButton.js';
import form from '../form/form.module.css';
import { type Change, useChange } from '../form/use-change.js';
import { Dialog } from '../layout/Dialog.js';
import type { Views } from './use-views.js';
import styles from './ViewMenu.module.css';

interface ManageViewsDialogProps {
  readonly page: ViewPage;
  readonly views: Views;
  readonly onClose: () => void;
}

/** Renames, shares and deletes views, and says which one the page opens with. */
export function ManageViewsDialog({ page, views, onClose }: ManageViewsDialogProps) {
  const change = useChange(views.reload);
  const isAdmin = useMay('admin');
  const { list } = views;
  return (
    <Dialog title="Manage views" onClose={onClose}>
      {change.fault === null ? null : (
        <p role="alert" className={styles.fault}>
          {change.fault}
        </p>
      )}
      {list === null ? null : (
        <>
          <ul className={styles.views}>
            {list.items.map((view) => (
              <ViewRow key={view.id} view={view} current={views.current} change={change} />
            ))}
          </ul>
          <div className={styles.defaults}>
            <DefaultField
              label="This page opens for me with"
              none={
                isAdmin || list.effective === null ? 'Everything, or the default of my role' : 'The default of my role'
              }
              value={list.ownDefault}
              choices={list.items}
              onChange={(view) => void change.send(() => setViewDefault(page, view))}
            />
            {isAdmin ? <RoleDefaults page={page} list={list} change={change} /> : null}
          </div>
        </>
      )}
      <div className={styles.buttons}>
        <Button variant="strong" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}

interface ViewRowProps {
  readonly view: SavedView;
  readonly current: string;
  readonly change: Change;
}

function ViewRow({ view, current, change }: ViewRowProps) {
  const [name, setName] = useState(view.name);
  const mayShare = useMay('operator');
  const { search, isShared } = view;
  const update = (changes: Partial<SavedView>): void => {
    const body = { name: view.name, search, isShared, ...changes };
    void change.send(() => changeView(view.id, { name: body.name, search: body.search, isShared: body.isShared }));
  };
  if (!view.isChangeable) {
    return (
      <li className={styles.view}>
        <span>{view.name}</span>
        <span className={styles.author}>shared by {view.author}</span>
      </li>
    );
  }
  const isRenamed = name.trim() !== view.name && name.trim() !== '';
  return (
    <li className={styles.view}>
      <input
        className={form.input}
        aria-label={`Name of view ${view.name}`}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.target.value)}
      />
      {isRenamed ? <Button onClick={() => update({ name: name.trim() })}>Rename</Button> : null}
      {search === current ? null : (
        <Button onClick={() => update({ search: current })} aria-label={`Save current filters as ${view.name}`}>
          Use current filters
        </Button>
      )}
      {mayShare ? <CheckField label="Shared" isOn={isShared} onChange={(isOn) => update({ isShared: isOn })} /> : null}
      <ConfirmButton
        verb="Delete"
        what={`view ${view.name}`}
        isDisabled={change.isSending}
        onConfirm={() => void change.send(() => removeView(view.id))}
      />
      {isShared ? <span className={styles.author}>by {view.author}</span> : null}
    </li>
  );
}

interface RoleDefaultsProps {
  readonly page: ViewPage;
  readonly list: ViewList;
  readonly change: Change;
}

const ROLE_LABEL: Readonly<Record<PersonRole, string>> = {
  viewer: 'For viewers',
  operator: 'For operators',
  admin: 'For admins',
};

function RoleDefaults({ page, list, change }: RoleDefaultsProps) {
  return personRoleSchema.options.map((role) => (
    <DefaultField
      key={role}
      label={ROLE_LABEL[role]}
      none="Everything"
      value={list.roleDefaults[role]}
      choices={list.items.filter(({ isShared }) => isShared)}
      onChange={(view) => void change.send(() => setViewDefault(page, view, role))}
    />
  ));
}

interface DefaultFieldProps {
  readonly label: string;
  readonly none: string;
  readonly value: number | null;
  readonly choices: readonly SavedView[];
  readonly onChange: (view: number | null) => void;
}

function DefaultField({ label, none, value, choices, onChange }: DefaultFieldProps) {
  return (
    <label className={form.field}>
      {label}
      <select
        className={form.input}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
      >
        <option value="">{none}</option>
        {choices.map((view) => (
          <option key={view.id} value={view.id}>
            {view.name}
          </option>
        ))}
      </select>
    </label>
  );
}
