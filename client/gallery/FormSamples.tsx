import { useState } from 'react';
import { Button } from '../src/components/form/Button.js';
import { ChoiceSwitch } from '../src/components/form/ChoiceSwitch.js';
import { ConfirmButton } from '../src/components/form/ConfirmButton.js';
import { CopyButton } from '../src/components/form/CopyButton.js';
import { QrCode } from '../src/components/form/QrCode.js';
import { SelectField } from '../src/components/form/SelectField.js';
import { CheckField } from '../src/components/form/CheckField.js';
import { TextField } from '../src/components/form/TextField.js';
import styles from './ComponentGallery.module.css';
import { Samples } from './Samples.js';

const CHOICES = ['one', 'two', 'three'] as const;

/** Buttons and fields: as they are, pressed, disabled, chosen, refused. */
export function FormSamples() {
  const [choice, setChoice] = useState<(typeof CHOICES)[number] | null>('two');
  const [text, setText] = useState<string | null>('gw-north');
  return (
    <>
      <Samples title="Buttons">
        {(['normal', 'strong', 'plain'] as const).map((variant) => (
          <span key={variant}>
            <Button variant={variant}>{variant}</Button>{' '}
            <Button variant={variant} disabled>
              {variant}, disabled
            </Button>
          </span>
        ))}
        <Button aria-pressed>pressed</Button>
        <ConfirmButton verb="Remove" what="a sample" isDisabled={false} onConfirm={() => undefined} />
        <CopyButton text="sample" what="sample" />
        <ChoiceSwitch
          label="Sample"
          choices={CHOICES}
          value={choice}
          labelOf={(each) => each}
          onChange={(each) => setChoice(each)}
        />
      </Samples>
      <Samples title="Fields">
        <SelectField
          label="Select"
          value={choice}
          choices={CHOICES}
          labelOf={(each) => each}
          noneLabel="All"
          onChange={setChoice}
        />
        <TextField label="Text" value={text} onChange={setText} />
        <TextField label="Empty" value={null} placeholder="All" onChange={setText} />
        <TextField
          label="Refused"
          value={null}
          refused="2026-13-40"
          accepts={/^$/}
          refusal="Not a date: write it as 2026-03-01 14:00."
          onChange={setText}
        />
        <TextField label="Time" type="datetime-local" value={null} onChange={setText} />
        <CheckField label="Ticked" isOn onChange={() => undefined} />
        <CheckField label="Not to be changed" isOn={false} isDisabled onChange={() => undefined} />
        <QrCode className={styles.code} text="https://tunnelwatch.example/wall/1" label="QR code of a sample" />
      </Samples>
    </>
  );
}
