import { BookmarkPlus, X } from 'lucide-react';
import { useState } from 'react';
import type { SavedSearch } from '../../../preload/contract.ts';
import { setParams } from '../../app/router.ts';
import { useAct, useStation } from '../../app/station-api.ts';
import { useSend } from '../../app/store.ts';
import { offerUndo } from '../../app/undo.ts';
import { Button, ConfirmDialog, ErrorBox, IconButton, TextField } from '../../components/index.ts';
import { fromSaved, savedForm, writeQuery, type ArchiveQuery } from './archive-query.ts';
import { useText } from './texts.ts';

/** Searches that this officer needs often. */
export function SavedSearches({ query }: { readonly query: ArchiveQuery }) {
  const t = useText();
  const send = useSend();
  const { data, error } = useStation('archive.searches', {});
  const [saving, setSaving] = useState(false);
  const remove = useAct('archive.deleteSearch');
  const save = useAct('archive.saveSearch');
  const mine = data?.filter(({ place }) => place === 'archive') ?? [];
  const forget = async (search: SavedSearch) => {
    if ((await remove.act({ id: search.id })) === undefined) return;
    offerUndo(send, t('saved.deleted', { name: search.name }), () => save.act(search));
  };
  return (
    <aside className="saved" aria-label={t('saved.title')} data-pane>
      <h2>{t('saved.title')}</h2>
      {error === undefined ? null : <ErrorBox error={error} />}
      {mine.length === 0 ? <p className="soft">{t('saved.none')}</p> : null}
      <ul>
        {mine.map((search) => (
          <li key={search.id} className="row">
            <button type="button" className="list-item fill" onClick={() => setParams(writeQuery(fromSaved(search.query)))}>
              <span className="cut">{search.name}</span>
            </button>
            <IconButton label={t('saved.delete', { name: search.name })} onPress={() => void forget(search)}>
              <X size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {query.text.trim() === '' ? null : (
        <Button icon={<BookmarkPlus size={14} aria-hidden />} onPress={() => setSaving(true)}>
          {t('saved.save')}
        </Button>
      )}
      {saving ? <SaveSearch query={query} onClose={() => setSaving(false)} /> : null}
    </aside>
  );
}

function SaveSearch({ query, onClose }: { readonly query: ArchiveQuery; readonly onClose: () => void }) {
  const t = useText();
  const [name, setName] = useState(query.text);
  const doing = useAct('archive.saveSearch');
  const take = async () => {
    if ((await doing.act({ name: name.trim(), place: 'archive', query: savedForm(query) })) !== undefined) onClose();
  };
  return (
    <ConfirmDialog open onClose={onClose} title={t('saved.saveTitle')} act={t('saved.confirm')} onAct={take} busy={doing.busy} blocked={name.trim() === ''} error={doing.error}>
      <p>{t('saved.saveWhat')}</p>
      <TextField label={t('saved.name')} value={name} onChange={setName} autoFocus maxLength={80} onEnter={() => void take()} />
    </ConfirmDialog>
  );
}
