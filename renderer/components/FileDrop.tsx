import { FileUp, X } from 'lucide-react';
import { Button as AriaButton, DropZone, FileTrigger, Text } from 'react-aria-components';
import type { FileBytes } from '../../preload/contract.ts';
import { useFormat } from '../app/format.ts';
import { useText } from '../app/texts.ts';
import { IconButton } from './Button.tsx';

export type FileDropProps = {
  readonly label: string;
  readonly help?: string;
  readonly many?: boolean;
  /** File name endings, e.g. ['.p12', '.pfx']. */
  readonly accept?: readonly string[];
  readonly files: readonly FileBytes[];
  readonly onFiles: (files: readonly FileBytes[]) => void;
  readonly error?: string | undefined;
};

/** Files dropped here or chosen by the button; read into bytes at once. */
export function FileDrop({ label, help, many = false, accept, files, onFiles, error }: FileDropProps) {
  const t = useText();
  const format = useFormat();
  const take = async (chosen: readonly File[]) => {
    const read = await Promise.all(chosen.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
    if (read.length > 0) onFiles(many ? [...files.filter((file) => read.every((other) => other.name !== file.name)), ...read] : read.slice(0, 1));
  };
  return (
    <div className="field">
      <span className="field-label">{label}</span>
      <DropZone className="drop" aria-label={label} onDrop={async (event) => take(await Promise.all(event.items.filter((item) => item.kind === 'file').map((item) => item.getFile())))}>
        <FileTrigger allowsMultiple={many} {...(accept === undefined ? {} : { acceptedFileTypes: [...accept] })} onSelect={(list) => void take([...(list ?? [])])}>
          <AriaButton className="button plain">
            <FileUp size={14} aria-hidden />
            {t(many ? 'files.choose' : 'file.choose')}
          </AriaButton>
        </FileTrigger>
        <Text slot="label" className="soft cut">
          {help ?? t('file.drop')}
        </Text>
      </DropZone>
      {error === undefined ? null : <div className="field-error">{error}</div>}
      {files.length === 0 ? null : (
        <ul className="file-list">
          {files.map((file) => (
            <li key={file.name} className="row">
              <span className="cut">{file.name}</span>
              <span className="soft small">{format.bytes(file.bytes.length)}</span>
              <IconButton label={t('act.remove')} onPress={() => onFiles(files.filter((other) => other !== file))}>
                <X size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
