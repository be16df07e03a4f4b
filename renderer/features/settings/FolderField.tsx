import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useAct } from '../../app/station-api.ts';
import { Button, TextField } from '../../components/index.ts';
import { useText } from './texts.ts';

type Props = { readonly label: string; readonly value: string; readonly onChange: (folder: string) => void; readonly help?: string; readonly error?: string | undefined; readonly disabled?: boolean };

/** A folder: chosen in the operating system's own window, or typed where there is none. */
export function FolderField({ label, value, onChange, help, error, disabled = false }: Props) {
  const t = useText();
  const choosing = useAct('files.chooseFolder');
  const [none, setNone] = useState(false);
  const choose = async () => {
    const chosen = await choosing.act({ title: label });
    if (chosen?.path === undefined) setNone(true);
    else {
      setNone(false);
      onChange(chosen.path);
    }
  };
  return (
    <div className="folder">
      <TextField label={label} value={value} onChange={onChange} help={none ? t('archive.noChooser') : help} error={error} disabled={disabled} />
      <Button icon={<FolderOpen size={14} aria-hidden />} isDisabled={disabled} busy={choosing.busy} onPress={() => void choose()}>
        {t('archive.chooseFolder')}
      </Button>
    </div>
  );
}
