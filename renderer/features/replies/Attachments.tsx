import { FileUp, Paperclip, X } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton, DropZone, FileTrigger } from 'react-aria-components';
import { useFormat } from '../../app/format.ts';
import { IconButton } from '../../components/index.ts';
import { admit, limits, totalOf, type Refused } from './attachments.ts';
import { useText } from './texts.ts';
import type { Draft } from './use-draft.ts';

/** Files dropped or chosen; what does not fit is said by name, before a byte of it is read. */
export function Attachments({ draft }: { readonly draft: Draft }) {
  const t = useText();
  const format = useFormat();
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const take = async (files: readonly File[]) => {
    const admitted = admit(draft.attachments, files);
    setRefused(admitted.refused);
    if (admitted.taken.length > 0) draft.attach(await Promise.all(admitted.taken.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }))));
  };
  const total = totalOf(draft.attachments);
  return (
    <div className="field">
      <span className="field-label">{t('composer.attachments')}</span>
      <DropZone className="drop attach" aria-label={t('composer.attachments')} onDrop={async ({ items }) => take(await Promise.all(items.filter((item) => item.kind === 'file').map((item) => item.getFile())))}>
        {({ isDropTarget }) => (
          <>
            <FileTrigger allowsMultiple onSelect={(list) => void take([...(list ?? [])])}>
              <AriaButton className="button plain">
                <FileUp size={14} aria-hidden />
                {t('composer.choose')}
              </AriaButton>
            </FileTrigger>
            <span className="soft cut">{t(isDropTarget ? 'composer.dropNow' : 'composer.drop')}</span>
            <span className="soft small push">{t('composer.total', { files: draft.attachments.length, most: limits.count, size: format.bytes(total), mostSize: format.bytes(limits.total) })}</span>
          </>
        )}
      </DropZone>
      {refused.length === 0 ? null : (
        <ul className="refused" role="alert">
          {refused.map((file) => (
            <li key={file.name}>{t(`composer.limit.${file.why}`, wordsOf(file, format.bytes))}</li>
          ))}
        </ul>
      )}
      {draft.attachments.length === 0 ? null : (
        <ul className="file-list">
          {draft.attachments.map(({ name, size, digest }) => (
            <li key={digest} className="row">
              <Paperclip size={14} aria-hidden />
              <span className="cut">{name}</span>
              <span className="soft small">{format.bytes(size)}</span>
              <IconButton label={t('composer.remove', { name })} onPress={() => draft.detach(digest)}>
                <X size={14} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function wordsOf({ name, size, why, together }: Refused, bytes: (size: number) => string): Record<string, string | number> {
  const most = { file: bytes(limits.file), total: bytes(limits.total), count: limits.count, name: limits.name, empty: '', double: '' }[why];
  return { name: name.length > limits.name ? `${name.slice(0, 60)}…` : name, size: bytes(why === 'total' ? together : size), most };
}
